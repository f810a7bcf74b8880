"""Registry, domain: what each rule of a plan says, its law or reason, and how to mend it."""
