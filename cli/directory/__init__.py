"""Cli, directory: units and contacts from files."""
