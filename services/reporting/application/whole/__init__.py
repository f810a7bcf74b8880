"""Reporting, application: answers about all units of a plan at once."""
