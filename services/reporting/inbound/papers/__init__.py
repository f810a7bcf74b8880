"""Reporting, inbound: the drafts that are made of the same data as the report."""
