"""Reporting, domain: the snapshots of a plan's figures, in the order of their numbers."""

from contracts.facts import FrozenFact
from contracts.snapshots import Snapshot, after


def frozen(snapshots: tuple[Snapshot, ...], fact: FrozenFact) -> tuple[Snapshot, ...]:
    """All snapshots after one more fact."""
    return tuple(after({one.number: one for one in snapshots}, fact).values())
