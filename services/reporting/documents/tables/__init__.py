"""Reporting, documents: the report's tables as data, the same for every format."""
