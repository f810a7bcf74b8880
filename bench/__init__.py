"""Bench: what this machine does, printed with the baseline it is to be read against."""
