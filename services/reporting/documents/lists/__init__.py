"""Reporting, documents: the lists of the API as .csv, for people and their spreadsheets."""
