"""Reporting, pages: what the collecting office looks at every morning."""
