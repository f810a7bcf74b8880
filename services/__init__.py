"""Services: each turns messages into messages or views; they meet in contracts only."""
