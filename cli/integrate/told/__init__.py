"""Cli, integrate: what happened to a unit, in the words of staff."""
