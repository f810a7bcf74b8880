"""Notifier, application: what is done where a stream came back without what it held."""
