"""Tests of the pure folds and sums."""
