"""Tests of the links to units' pages."""
