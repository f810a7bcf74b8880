"""Tests, deploy, runbook: what the operator's pages have typed."""
