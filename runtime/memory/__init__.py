"""Runtime, memory: the parts for fast tests and offline trials, held by the same specification."""
