"""Reporting, domain: what documents add to a plan's counters, and what those add up to."""
