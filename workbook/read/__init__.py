"""Workbook, read: from a filled workbook to the commands it stands for."""
