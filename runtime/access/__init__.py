"""Runtime, access: keys and signed claims, by which a nats-server knows who connects."""
