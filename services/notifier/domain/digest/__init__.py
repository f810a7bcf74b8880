"""Notifier, domain: what is gathered for one person, channel, hour and office: one message."""
