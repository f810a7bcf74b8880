"""Tests, reporting: what is given: plans, and lawful histories of facts."""
