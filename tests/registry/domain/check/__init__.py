"""Registry tests: what is checked in records and plans."""
