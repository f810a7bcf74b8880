"""Cli, files: what is read from files and written to them."""
