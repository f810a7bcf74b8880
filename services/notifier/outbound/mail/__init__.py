"""Notifier, outbound: mails, handed to the province's relay by SMTP."""
