"""Tests of what is known of contacts."""
