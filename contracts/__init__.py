"""Contracts: everything that services say to each other, and nothing else."""
