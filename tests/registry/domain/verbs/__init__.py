"""Tests, registry: each verb: it records, it refuses, it stays quiet."""
