"""Cli, lists: what there is and what is missing, filtered, for people and for programs."""
