"""Reporting, domain: pure folds of facts into documents, totals and the consolidated report."""
