"""Reporting, documents: the files that documents are filled into, ours or an office's own."""
