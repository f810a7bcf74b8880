"""Notifier, domain: the words of reminders."""
