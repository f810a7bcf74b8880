"""Reporting, domain: which entries' figures are the campaign's, so that nothing counts twice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from contracts.indicator import Indicator
from contracts.owed import Owed
from contracts.values import Deadline
from services.reporting.domain.counting.over_time import over
from services.reporting.domain.documents import PlanDocument


@dataclass(frozen=True, slots=True)
class Taken:
    """The entries whose figures of an indicator are added, and those that stand beside them."""

    entries: tuple[str, ...]
    beside: tuple[str, ...]


def asks(entry: Owed, indicator: str) -> bool:
    """Whether reports for an entry contain an indicator."""
    figures = entry.form.figures
    return entry.kind == "report" and (
        not figures or any(one.indicator == indicator for one in figures)
    )


def take(plan: PlanDocument, indicator: Indicator) -> Taken:
    """The entries that the indicator names; where it names none, those that ask for it and do not
    consolidate, single ones before recurring ones.

    Of entries that ask the same units the one due last counts, unless the plan names several and
    they are flows. What covers the figures of others is never added to them: the covered count,
    unless the plan names the covering one.
    """
    asking = [one for one in plan.plan.owed if asks(one, indicator.id)]
    named = [one for one in asking if one.id in indicator.taken_from]
    stages = bool(named) and over(indicator) == "flow"
    chosen = _apart(plan, named or _by_themselves(asking), stages=stages)
    entries = tuple(one.id for one in asking if one.id in chosen)
    return Taken(entries, tuple(one.id for one in asking if one.id not in chosen))


def take_money(plan: PlanDocument) -> tuple[str, ...]:
    """The entries whose money is the campaign's; as for an indicator that names none."""
    asking = [one for one in plan.plan.owed if one.kind == "report"]
    chosen = _apart(plan, _by_themselves(asking), stages=False)
    return tuple(one.id for one in asking if one.id in chosen)


def _by_themselves(asking: list[Owed]) -> list[Owed]:
    found = [one for one in asking if not one.consolidates]
    return [one for one in found if one.recurring is None] or found


def _apart(plan: PlanDocument, entries: list[Owed], *, stages: bool) -> set[str]:
    """Of these entries as many as have nothing in common, those before others that are finer, then
    those due last.
    """
    units = {one.id: {p.unit for p in plan.participants if one.id in p.owes} for one in entries}
    chosen: list[Owed] = []
    for entry in sorted(
        entries, key=lambda one: (one.form.coverage == "own", _last(one)), reverse=True
    ):
        mine = units[entry.id]
        apart = all(
            (stages or not mine & units[other.id])
            and not _covers(plan, entry, mine, units[other.id])
            and not _covers(plan, other, units[other.id], mine)
            for other in chosen
        )
        if apart:
            chosen.append(entry)
    return {one.id for one in chosen}


def _last(entry: Owed) -> datetime:
    """When it is too late for the last of those who owe the entry."""
    if (rule := entry.recurring) is not None:
        return Deadline(day=rule.last, hour=rule.hour, inclusive=rule.inclusive).cut(UTC)
    deadlines = [entry.deadline, *(one.deadline for one in entry.own_deadlines)]
    return max(one.cut(UTC) for one in deadlines if one is not None)


def _covers(plan: PlanDocument, entry: Owed, mine: set[str], theirs: set[str]) -> bool:
    """Whether figures of an entry contain those that other units give."""
    match entry.form.coverage:
        case "own":
            return False
        case "sector":
            return bool(theirs - mine)
        case "own-and-below":
            parents = {one.unit: one.parent for one in plan.participants}
            return any(above in mine for unit in theirs for above in _above(unit, parents))


def _above(unit: str, parents: dict[str, str | None]) -> Iterator[str]:
    seen = {unit}
    above = parents.get(unit)
    while above is not None and above not in seen:
        yield above
        seen.add(above)
        above = parents.get(above)
