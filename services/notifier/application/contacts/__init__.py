"""Notifier, application, contacts: who can be reached, as others ask and as messages tell."""
