"""Registry, domain: what each verb decides, and the table of them all."""
