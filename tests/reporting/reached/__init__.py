"""Tests of who can be written to, and of what late units were told before."""
