"""Tests of the example data: checked before any service runs on it."""
