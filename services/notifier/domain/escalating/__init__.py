"""Notifier, domain: whom a rung is for, at whoever owes the duty or above."""
