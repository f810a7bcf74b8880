"""Registry, domain: what each verb about a unit's part decides, and which duties that meets."""
