"""Reporting, inbound: lists, page by page for programs and whole as .csv for people."""
