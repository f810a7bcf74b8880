"""Notifier, application: what comes back of the mails that went out."""
