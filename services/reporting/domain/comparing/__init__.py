"""Reporting, domain: results beside targets, and beside the figures of an earlier plan."""
