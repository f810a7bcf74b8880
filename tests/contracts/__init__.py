"""Tests, contracts: what is said stays readable, and what breaks it is refused."""
