"""Cli: the `ngayso` command for operators."""

VERSION = "0.1.0"
"""As in pyproject.toml: an image has no installed package that could be asked."""
