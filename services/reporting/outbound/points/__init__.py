"""Reporting, outbound, points: the views as they were, by what was put aside when it changed."""
