"""Registry, domain: who owes what under a plan: its groups as units, its entries as duties."""

from collections.abc import Iterable, Iterator, Sequence

from contracts.findings import Finding, finding
from contracts.plan import Assignee, Duty, Owed, Participant, Plan
from contracts.unit import Unit
from contracts.values import Receipt
from services.registry.domain.case import received_on
from services.registry.domain.history.directory import Directory
from services.registry.domain.succession import named


def list_participants(plan: Plan, directory: Directory) -> list[Participant]:
    """Every unit the plan gives something to, lead or partner, with its duties, by id.

    Groups are those of the day the plan was issued on, whenever it is sent or amended.
    """
    given: dict[str, list[str]] = {}
    for assignment in plan.assignments:
        for assignee in assignment.assignees:
            for unit in _units(plan, assignee, directory):
                mine = given.setdefault(unit, [])
                if assignment.id not in mine:
                    mine.append(assignment.id)
    records = {unit: directory.unit(unit) for unit in sorted(given)}
    return [_participant(plan, record, given[unit]) for unit, record in records.items() if record]


def _units(plan: Plan, assignee: Assignee, directory: Directory) -> Sequence[str]:
    if assignee.unit is not None:
        return [assignee.unit]
    return directory.members(assignee.group or "", plan.issued_on)


def _participant(plan: Plan, record: Unit, assignments: list[str]) -> Participant:
    day = plan.issued_on
    level = record.level(day)
    return Participant(
        unit=record.id,
        name=record.name(day),
        short_name=record.short_name(day),
        level=level,
        parent=record.parent(day),
        assignments=assignments,
        duties=[
            Duty(id=owed.id, kind=owed.kind, title=owed.title, due=owed.deadline.cut(plan.zone))
            for owed in plan.owed
            if _owes(owed, level, assignments)
        ],
    )


def _owes(owed: Owed, level: str | None, assignments: list[str]) -> bool:
    return (not owed.levels or level in owed.levels) and (
        not owed.assignments or not set(owed.assignments).isdisjoint(assignments)
    )


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
