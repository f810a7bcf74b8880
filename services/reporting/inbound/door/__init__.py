"""Reporting, inbound, door: the one way in to the API and the pages, and who may pass it."""
