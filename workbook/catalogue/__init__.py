"""Workbook, catalogue: the sentences about a workbook, Vietnamese and English, by code."""
