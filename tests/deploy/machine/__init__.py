"""Tests, deploy, machine: one machine without Kubernetes."""
