"""Cli, dossier: a campaign's file for the archive, read from the log and readable without us."""
