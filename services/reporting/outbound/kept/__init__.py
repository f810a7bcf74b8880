"""Reporting, outbound: what is kept in memory of what was read."""
