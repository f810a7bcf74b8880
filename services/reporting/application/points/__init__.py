"""Reporting, application, points: the views as they were, from which the past is made."""
