"""Chaos, troubles: what happens to the system under load."""
