"""Reporting, domain: what of the log the views do not hold."""
