"""Reporting, outbound: the servers that it needs."""
