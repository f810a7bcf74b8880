"""Registry, domain: the rules by which a plan is checked, in one place for every door."""
