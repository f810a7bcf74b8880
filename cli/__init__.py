"""Cli: the `ngayso` command for operators."""

VERSION = "0.1.0"
"""Of all that stands in this repository; pyproject.toml takes it from here."""
