"""Cli, operate: looking after a running system."""
