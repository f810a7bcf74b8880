"""Reporting, outbound: how far the views have come, for whoever follows their changes."""
