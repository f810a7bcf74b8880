"""Registry, domain: pure decisions and folds; time, ids and what is known are passed in."""
