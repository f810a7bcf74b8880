"""Tests, machine: docs/machines.md, done line by line."""
