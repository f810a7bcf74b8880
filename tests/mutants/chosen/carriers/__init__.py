"""Mutants, chosen: handing messages to those who carry them on."""
