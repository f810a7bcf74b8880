"""Tests, repository: what no type and no lint can hold, each with a message that explains it."""
