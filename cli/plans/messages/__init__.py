"""Cli, plans: orders about a plan's messages: hold them back, resume them, call them off."""
