"""Bench, reading: what it costs to ask for what the views hold."""
