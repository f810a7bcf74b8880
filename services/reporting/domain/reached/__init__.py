"""Reporting, domain, reached: which reminders got to whom."""
