"""Tests, deploy: what the manifests say holds together, without a cluster."""
