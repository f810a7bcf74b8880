"""Mutants, chosen: the log and its views, where something is wrong with them."""
