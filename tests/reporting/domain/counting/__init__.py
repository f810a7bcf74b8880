"""Tests of what reports and activities add up to."""
