"""A campaign's file for the archive."""
