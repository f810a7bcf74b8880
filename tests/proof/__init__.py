"""Proof: what is too long for continuous integration, run now and then, its output committed."""
