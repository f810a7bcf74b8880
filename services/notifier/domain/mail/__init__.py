"""Notifier, domain: what a mail says, before it is written by a template."""
