"""Cli, workbook: the commands that make workbooks and take them back, and their words."""
