"""What is generated from the contracts."""
