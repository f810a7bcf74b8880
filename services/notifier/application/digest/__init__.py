"""Notifier, application: gathers what a person is told, and has it leave as one message."""
