"""Mutants: those of the draw that no test can or should tell from the source, and why not."""

EXPLAINED: dict[str, str] = {}
"""By the name that the run prints."""
