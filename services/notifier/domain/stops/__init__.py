"""Notifier, domain: what keeps a message back that is true and due: the office, or a test."""
