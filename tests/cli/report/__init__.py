"""Tests: the steps from frozen to signed, by the command."""
