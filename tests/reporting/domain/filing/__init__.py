"""Tests of the reports for duties, and what of them counts."""
