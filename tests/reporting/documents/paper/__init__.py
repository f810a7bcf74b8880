"""Tests of the report as a document on paper."""
