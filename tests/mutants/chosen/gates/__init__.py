"""Mutants, chosen: those at the gates."""
