"""Notifier, domain: entries of people's calendars, which mails bring, change and take out."""
