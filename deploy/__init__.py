"""Deployment: how the services and their parts are started, on a laptop and in a cluster."""
