"""Cli, register: the registry office's book of incoming documents against what the ledger holds."""
