"""Tests of the report as a workbook."""
