"""Registry, outbound: publishes verdicts."""
