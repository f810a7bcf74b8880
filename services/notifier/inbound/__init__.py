"""Notifier, inbound: facts, fired timers and composed messages come in."""
