"""Reporting, domain: a plan's totals by the units of another day; docs/decisions/0013."""
