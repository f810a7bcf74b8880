"""Reporting, domain: what a plan's office ordered about its messages."""
