"""Tests of the report as files."""
