"""Mutants, chosen: faults that we thought of, by service."""

from tests.mutants.fault import Fault

CHOSEN: tuple[Fault, ...] = ()
