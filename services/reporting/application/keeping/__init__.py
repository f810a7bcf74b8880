"""Reporting, application: keeps the views those of the log."""
