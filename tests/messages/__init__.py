"""The messages of the examples, as their people get them."""
