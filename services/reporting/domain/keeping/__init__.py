"""Reporting, domain: what is kept of each unit beside its documents, so that nobody counts anew."""
