"""The lists of the command."""
