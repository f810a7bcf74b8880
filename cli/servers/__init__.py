"""Cli, servers: the way to NATS and to the reporting service, and a word when it is barred."""
