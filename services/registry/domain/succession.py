"""Registry, domain: who speaks for a unit that has ended; docs/decisions/0013."""

from collections.abc import Callable, Iterable, Sequence

from services.registry.domain.case import received_on
from services.registry.domain.history.directory import Directory
from services.registry.domain.history.plan_history import PlanInForce

NAMED = 5
"""Units named in one sentence; more are counted."""
Heirs = Callable[[str], Sequence[str]]
"""The successors of a unit that has ended, none while it exists."""


def with_sole_heirs(offices: Iterable[str], heirs: Heirs) -> set[str]:
    """Offices and who took one over whole: a right over others is not split among several."""
    offices = set(offices)
    taken = [heirs(office) for office in offices]
    return offices | {only[0] for only in taken if len(only) == 1}


def named(units: Sequence[str]) -> str:
    """A few of them, and how many more there are."""
    more = f", +{len(units) - NAMED}" if len(units) > NAMED else ""
    return ", ".join(units[:NAMED]) + more


def predecessors(unit: str, in_force: PlanInForce, directory: Directory) -> list[str]:
    """Whom a participant took over from: units that the plan named before this revision, which had
    ended when it was received and have the participant among their successors.
    """
    if unit not in in_force.participants:
        return []
    day = received_on(in_force.receipt, in_force.plan)
    gone = sorted(in_force.ever - in_force.participants.keys())
    return [one for one in gone if unit in directory.successors(one, day)]
