"""Notifier, domain, told: what happened to a unit that it is told of, apart from any date."""
