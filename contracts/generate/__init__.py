"""Contracts, generate: the same contracts for whoever does not speak Python."""
