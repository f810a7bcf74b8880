"""The loop of one or two replicas, whose parts wait or fail one at a time."""
