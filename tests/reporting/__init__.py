"""Tests of the reporting service, on facts from a builder that keeps the registry's rules."""
