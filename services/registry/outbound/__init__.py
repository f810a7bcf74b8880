"""Registry, outbound: reads and appends the log, publishes verdicts."""
