"""Registry, application: what units may know: told as it changes, answered when it is asked for."""
