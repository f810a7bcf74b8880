"""Notifier, domain: when to remind, of what, in which words; pure."""
