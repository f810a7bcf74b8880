"""Mutants, chosen: what people are told."""
