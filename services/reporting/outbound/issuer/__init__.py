"""Reporting, outbound, issuer: the OpenID Connect issuer: its keys, tokens and sign-in page."""
