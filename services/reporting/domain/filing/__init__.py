"""Reporting, domain: the report for each duty, which of its versions counts, and what that says."""
