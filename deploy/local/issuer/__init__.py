"""Deployment, local: an issuer of tokens for development, who there is, and a token of each."""
