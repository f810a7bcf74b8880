"""Tests of what units are told as it happens."""
