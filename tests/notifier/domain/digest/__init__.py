"""The notifier's domain: one message of several units and plans."""
