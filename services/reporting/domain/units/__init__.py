"""Reporting, domain: the units of a consolidated report, each with what it did."""
