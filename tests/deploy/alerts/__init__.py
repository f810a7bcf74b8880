"""Tests, deploy, alerts: what Prometheus is told to look at."""
