"""Cli, translate: what the system and the libraries say, in the words of staff."""
