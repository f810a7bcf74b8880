"""What the office orders about messages, over the loop in memory."""
