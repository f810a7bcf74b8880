"""Cli, integrate: for those who connect a system: conformance offline, and a unit's history."""
