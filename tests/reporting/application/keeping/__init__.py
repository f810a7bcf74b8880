"""Views and log, and what is done where they have come apart."""
