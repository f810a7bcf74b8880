"""Registry, domain: what each verb about a unit's part in a plan decides."""
