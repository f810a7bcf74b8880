"""Tests, deploy, images: what is in them."""
