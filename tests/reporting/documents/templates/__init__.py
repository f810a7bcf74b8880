"""Tests of the templates that documents are filled into."""
