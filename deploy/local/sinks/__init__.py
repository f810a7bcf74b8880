"""Deployment, local: what stands for the province's mail relay and the SMS gateway."""
