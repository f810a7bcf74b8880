"""Reporting: projects facts into views that can be dropped, and answers what they add up to."""
