"""Cli, backup: copies of the log that can be verified, and a cluster made from one."""
