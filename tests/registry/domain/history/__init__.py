"""Tests: what the registry folds from its facts."""
