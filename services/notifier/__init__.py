"""Notifier: reminds each unit of what it owes until it is met, and says each message's fate."""
