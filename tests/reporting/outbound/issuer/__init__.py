"""Tests of the issuer and its tokens."""
