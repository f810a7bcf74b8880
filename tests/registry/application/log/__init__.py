"""The registry, where something is wrong with the log that it reads."""
