"""Cli, calendar: the days that a decree makes worked or off."""
