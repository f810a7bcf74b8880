"""Tests: what `make bench` measures with, and that it measures."""
