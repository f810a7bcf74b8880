"""Reporting, application: the use cases: projecting the log, reading, the past, rebuilding."""
