"""Reporting, application, reached: who can be written to, and whom reminders got to."""
