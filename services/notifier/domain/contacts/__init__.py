"""Notifier, domain, contacts: which of them can be written to, and what was found of the others."""
