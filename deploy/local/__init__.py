"""Deployment, local: the real parts and the services as processes of one machine."""
