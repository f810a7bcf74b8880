"""Notifier, outbound: timers, the outbox, contacts, the mail relay and the SMS gateway."""
