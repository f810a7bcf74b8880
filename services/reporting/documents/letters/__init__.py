"""Reporting, documents: drafts of the letters that an office writes about what is owed."""
