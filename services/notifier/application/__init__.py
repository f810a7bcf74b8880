"""Notifier, application: the use cases: following facts, ringing timers, sending messages."""
