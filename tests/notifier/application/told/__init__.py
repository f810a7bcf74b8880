"""What units are told as it happens, over the loop in memory."""
