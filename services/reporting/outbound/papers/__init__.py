"""Reporting, outbound, papers: documents and their pages, made in processes of their own."""
