"""Tests, deploy: the manifests' NATS, as a real server, and what its users may."""
