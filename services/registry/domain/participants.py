"""Registry, domain: whom a plan gives something to: its groups as units, its entries to each."""

from collections.abc import Sequence
from datetime import UTC, datetime

from contracts.owed import Owed, Participant, Role, UnitDeadline
from contracts.plan import Assignee, Plan
from contracts.unit import Unit
from contracts.values import Deadline
from services.registry.domain.history.directory import Directory

Given = dict[str, set[Role]]
"""A unit's assignments, and in which roles it has each."""


def list_participants(plan: Plan, directory: Directory) -> list[Participant]:
    """Every unit the plan gives something to or wants something from, by id.

    Groups are those of the day the plan was issued on, whenever it is sent or amended.
    """
    given: dict[str, Given] = {}
    for assignment in plan.assignments:
        for assignee in assignment.assignees:
            for unit in _units(plan, assignee, directory):
                given.setdefault(unit, {}).setdefault(assignment.id, set()).add(assignee.role)
    for entry in plan.owed:
        for unit in _named(plan, entry, directory):
            given.setdefault(unit, {})
    records = {unit: directory.unit(unit) for unit in sorted(given)}
    groups = _groups_spoken_of(plan)
    return [
        _participant(plan, groups, record, given[unit])
        for unit, record in records.items()
        if record
    ]


def _units(plan: Plan, assignee: Assignee, directory: Directory) -> Sequence[str]:
    if assignee.unit is not None:
        return [assignee.unit]
    return directory.members(assignee.group or "", plan.issued_on)


def _named(plan: Plan, entry: Owed, directory: Directory) -> set[str]:
    """The units that an entry names itself, assigned something or not."""
    members = (directory.members(group, plan.issued_on) for group in entry.groups)
    return {*entry.units}.union(*members)


def _groups_spoken_of(plan: Plan) -> set[str]:
    """The groups that the plan gives something to or names, by which it says who owes what, and
    what is required or aimed at.
    """
    found = {one.id for one in plan.groups}
    for assignment in plan.assignments:
        found.update(who.group for who in assignment.assignees if who.group is not None)
    for entry in plan.owed:
        found.update(entry.groups)
        for own in entry.own_deadlines:
            found.update(own.groups)
        for line in entry.form.figures:
            found.update(line.groups)
    for indicator in plan.indicators:
        for target in indicator.targets:
            found.update(target.groups)
    return found


def _participant(plan: Plan, spoken_of: set[str], record: Unit, given: Given) -> Participant:
    day = plan.issued_on
    groups = {group for group in spoken_of if record.in_group(group, day)}
    level = record.level(day)
    owes = [entry for entry in plan.owed if owes_entry(entry, record.id, level, groups, given)]
    deadlines = ((entry.id, _own_deadline(entry, record.id, level, groups)) for entry in owes)
    return Participant(
        unit=record.id,
        name=record.name(day),
        short_name=record.short_name(day),
        level=level,
        parent=record.parent(day),
        groups=sorted(groups),
        assignments=list(given),
        owes=[entry.id for entry in owes],
        deadlines=[UnitDeadline(owed=owed, deadline=own) for owed, own in deadlines if own],
    )


def owes_entry(entry: Owed, unit: str, level: str | None, groups: set[str], given: Given) -> bool:
    """Whether a unit owes an entry, by its level, its groups and what it is given."""
    if entry.levels and level not in entry.levels:
        return False
    if entry.units or entry.groups:
        named = unit in entry.units or not groups.isdisjoint(entry.groups)
        if not named or not entry.assignments:
            return named
    roles = {
        role
        for assignment, mine in given.items()
        if not entry.assignments or assignment in entry.assignments
        for role in mine
    }
    return not roles.isdisjoint(entry.roles)


def _own_deadline(entry: Owed, unit: str, level: str | None, groups: set[str]) -> Deadline | None:
    """What the entry has for a unit: the deadline that names it, else the latest that fits."""
    fitting = [
        one
        for one in entry.own_deadlines
        if unit in one.units or level in one.levels or not groups.isdisjoint(one.groups)
    ]
    named = [one for one in fitting if unit in one.units]
    return max((one.deadline for one in named or fitting), key=_moment, default=None)


def _moment(deadline: Deadline) -> datetime:
    return deadline.cut(UTC)
