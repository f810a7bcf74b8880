"""Tests of what those who connect a system run: conformance, history, the example clients."""
