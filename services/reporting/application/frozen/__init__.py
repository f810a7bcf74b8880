"""Reporting, application, frozen: snapshots of a plan's figures, and what came after."""
