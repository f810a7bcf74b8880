"""Reporting, inbound: takes facts in batches, and answers over HTTP."""
