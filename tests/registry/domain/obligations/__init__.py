"""Each line of what was decided about obligations, as the registry keeps it."""
