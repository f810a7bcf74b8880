"""Bench, campaign: what is measured on: a NATS with a campaign in it, and registries."""
