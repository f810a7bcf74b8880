"""Notifier, outbound: contacts, the mail relay and the SMS gateway."""
