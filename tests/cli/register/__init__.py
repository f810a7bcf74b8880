"""The book of incoming documents beside the ledger."""
