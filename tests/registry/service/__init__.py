"""The registry as a whole, on the real server."""
