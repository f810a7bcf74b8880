"""Cli, plans: checking a plan before it is signed, and publishing it."""
