"""Cli: the operator's command, `ngayso`."""
