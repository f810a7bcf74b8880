"""Reporting, domain: what is claimed for several activities at once."""
