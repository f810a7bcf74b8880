"""Contracts, server: which nats-server all this is written for."""

LOWEST_NATS = "2.15.1"
"""The oldest that this runs on, and the one that tests run on; `ngayso topology apply` refuses an
older one. Images, locks and pages name no other."""
