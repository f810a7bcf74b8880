"""The notifier, where something is wrong with what it reads or holds."""
