"""Runtime, JetStream: the parts as production has them, on a real nats-server."""
