"""Tests of the drafts of letters."""
