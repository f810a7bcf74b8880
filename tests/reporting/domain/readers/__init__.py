"""Tests of who may read whose records."""
