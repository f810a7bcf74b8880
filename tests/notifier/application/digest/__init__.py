"""The notifier: one message for each person, channel and hour."""
