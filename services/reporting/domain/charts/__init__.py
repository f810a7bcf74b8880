"""Reporting, domain: what is drawn of a plan, as data."""
