"""Reporting, domain, frozen: what changed since a plan's figures were frozen."""
