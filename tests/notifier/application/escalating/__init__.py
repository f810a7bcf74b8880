"""What is told above of those that are late."""
