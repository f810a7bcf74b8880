"""Tests, reporting: units that are reorganised in mid-campaign."""
