"""Workbook: campaigns for units without a system of their own: one .xlsx, out and back."""
