"""Tests of the API on the real servers."""
