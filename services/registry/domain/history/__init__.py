"""Registry, domain: the states that commands are decided on, folded from their own facts."""
