"""Reporting, inbound: what all answers of the API have in common: their tag, their description."""
