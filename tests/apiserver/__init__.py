"""Tests, API server: the manifests on a real control plane, without nodes."""
