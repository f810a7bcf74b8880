"""Tests of the use cases over ports in memory."""
