"""The directory of units, and the contacts beside it."""
