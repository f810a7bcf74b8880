"""Reporting, documents: the report as a workbook, a table on each sheet."""
