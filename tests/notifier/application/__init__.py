"""Notifier, application tests."""
