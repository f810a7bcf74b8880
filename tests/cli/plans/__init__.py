"""The plan checker."""
