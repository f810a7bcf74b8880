"""Notifier tests: contacts kept, read, shown and erased."""
