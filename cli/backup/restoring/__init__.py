"""Cli, backup, restoring: makes a cluster's log again, record by record, from a backup."""
