"""Tests of the projection on the real servers."""
