"""Notifier, inbound: facts, timers and composed messages come in and are decided on."""
