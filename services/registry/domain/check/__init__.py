"""Registry, domain: what is checked in records and plans, as findings."""
