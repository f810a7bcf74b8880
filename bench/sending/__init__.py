"""Bench: what is handed to those who carry it on."""
