"""Cli, tables: lists of units and contacts in .csv and .xlsx, read as a person reads them."""
