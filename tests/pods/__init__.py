"""Tests, pods: workloads started from their own pod specs by Docker, without a cluster."""
