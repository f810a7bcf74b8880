"""Workbook, write: makes a unit's workbook, and marks what is wrong in a copy of it."""
