"""Registry, inbound: takes commands, and follows plans."""
