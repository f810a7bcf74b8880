"""Reporting, outbound: the views in MongoDB, and the log as the past."""
