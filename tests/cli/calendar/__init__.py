"""The decreed days."""
