"""Entries of people's calendars."""
