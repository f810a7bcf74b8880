"""Registry, domain: who speaks for a unit that has ended; docs/decisions/0013."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from contracts.findings import Finding, finding
from contracts.plan import Participant, Plan
from contracts.values import Receipt
from services.registry.domain.directory import Directory

NAMED = 5
"""Units named in one sentence; more are counted."""
Heirs = Callable[[str], Sequence[str]]
"""The successors of a unit that has ended, none while it exists."""


def heirs_on(directory: Directory, day: date) -> Heirs:
    return lambda unit: directory.successors(unit, day)


def with_sole_heirs(offices: Iterable[str], heirs: Heirs) -> set[str]:
    """Offices and who took one over whole: a right over others is not split among several."""
    offices = set(offices)
    taken = [heirs(office) for office in offices]
    return offices | {only[0] for only in taken if len(only) == 1}


def received_on(receipt: Receipt, plan: Plan) -> date:
    """The civil day of a receipt, in the plan's zone."""
    return receipt.at.astimezone(plan.zone).date()


def ended_participants(
    plan: Plan, participants: Iterable[Participant], directory: Directory, receipt: Receipt
) -> Iterator[Finding]:
    """A warning where a plan gives work to units that were over when it was received."""
    day = received_on(receipt, plan)
    ended = [
        one.unit
        for one in participants
        if (record := directory.unit(one.unit)) is not None and record.ended(day)
    ]
    if ended:
        words = {"count": len(ended), "units": named(ended)}
        yield finding("participants-ended", "/data/plan/assignments", "warning", **words)


def named(units: Sequence[str]) -> str:
    """A few of them, and how many more there are."""
    more = f", +{len(units) - NAMED}" if len(units) > NAMED else ""
    return ", ".join(units[:NAMED]) + more
