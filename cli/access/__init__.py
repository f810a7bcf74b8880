"""Cli, access: who may connect as whom."""
