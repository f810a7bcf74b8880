"""Reporting, domain: whose records are a unit's to read: its own and those of all below it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from contracts.unit import Unit
from services.reporting.domain.documents import PlanDocument


def stands_for(unit: str, directory: Mapping[str, Unit], day: date) -> set[str]:
    """The unit, and all that had ended by `day` and whom it took over from, by however many steps.
    A link counts whichever of the two names it.
    """
    found: set[str] = set()
    ahead = [unit]
    while ahead:
        if (one := ahead.pop()) not in found:
            found.add(one)
            ahead += _before(one, directory, day)
    return found


def below(unit: str, directory: Mapping[str, Unit], day: date) -> set[str]:
    """The unit, those that are under it on `day` by however many levels, and all that these stand
    for. Where records make a circle each is in it once.
    """
    children: dict[str, list[str]] = {}
    for record in directory.values():
        children.setdefault(record.parent(day) or "", []).append(record.id)
    found: set[str] = set()
    ahead = [unit]
    while ahead:
        if (one := ahead.pop()) not in found:
            found.add(one)
            ahead += children.get(one, ())
            ahead += _before(one, directory, day)
    return found


def _before(unit: str, directory: Mapping[str, Unit], day: date) -> Iterator[str]:
    """Whom a unit took over from next."""
    own = directory[unit].predecessors if unit in directory else []
    linked = (record.id for record in directory.values() if unit in record.successors)
    for one in (*own, *linked):
        if one in directory and directory[one].ended(day):
            yield one


def part_of(plan: PlanDocument, units: Iterable[str]) -> PlanDocument:
    """The plan as if it named these units alone."""
    kept = {*units}
    participants = tuple(one for one in plan.participants if one.unit in kept)
    former = {unit: left for unit, left in plan.former.items() if unit in kept}
    return plan.model_copy(update={"participants": participants, "former": former})
