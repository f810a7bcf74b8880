"""Registry, domain: every unit, group and level that a plan names, and where."""

from collections.abc import Iterator

from contracts.plan import Plan

Place = tuple[str, str]
"""A JSON pointer into the plan, and the word that stands there."""


def units(plan: Plan) -> Iterator[Place]:
    yield "/issuer", plan.issuer
    yield "/collecting_office", plan.collecting_office
    yield "/reporting/receiver", plan.reporting.receiver
    for i, event in enumerate(plan.central_events):
        yield f"/central_events/{i}/lead", event.lead
    for i, assignment in enumerate(plan.assignments):
        for j, who in enumerate(assignment.assignees):
            if who.unit is not None:
                yield f"/assignments/{i}/assignees/{j}/unit", who.unit
    for i, entry in enumerate(plan.owed):
        at = f"/owed/{i}"
        yield from _each(f"{at}/units", entry.units)
        yield from _each(f"{at}/receivers", entry.receivers)
        for j, own in enumerate(entry.own_deadlines):
            yield from _each(f"{at}/own_deadlines/{j}/units", own.units)
        if entry.through and entry.through.unit:
            yield f"{at}/through/unit", entry.through.unit
    for i, indicator in enumerate(plan.indicators):
        for j, target in enumerate(indicator.targets):
            yield from _each(f"/indicators/{i}/targets/{j}/units", target.units)


def groups(plan: Plan) -> Iterator[Place]:
    for i, assignment in enumerate(plan.assignments):
        for j, who in enumerate(assignment.assignees):
            if who.group is not None:
                yield f"/assignments/{i}/assignees/{j}/group", who.group
    for i, entry in enumerate(plan.owed):
        yield from _each(f"/owed/{i}/groups", entry.groups)
    for at, _, _, found in _parts(plan):
        yield from _each(f"{at}/groups", found)


def levels(plan: Plan) -> Iterator[tuple[str, str, str]]:
    """Where a level is named beside those that say who owes an entry, for what, and the level."""
    for at, named, found, _ in _parts(plan):
        for where, level in _each(f"{at}/levels", found):
            yield where, named, level


def _parts(plan: Plan) -> Iterator[tuple[str, str, list[str], list[str]]]:
    """What is meant for levels and groups only: where, of which entry, indicator or rung, and
    both.
    """
    for i, entry in enumerate(plan.owed):
        for j, own in enumerate(entry.own_deadlines):
            yield f"/owed/{i}/own_deadlines/{j}", entry.id, own.levels, own.groups
        for j, line in enumerate(entry.form.figures):
            yield f"/owed/{i}/form/figures/{j}", entry.id, line.levels, line.groups
    for i, indicator in enumerate(plan.indicators):
        for j, target in enumerate(indicator.targets):
            yield f"/indicators/{i}/targets/{j}", indicator.id, target.levels, target.groups
    for i, rung in enumerate(plan.ladder):
        for j, told in enumerate(rung.escalates):
            yield f"/ladder/{i}/escalates/{j}", rung.id, told.levels, []


def _each(at: str, words: list[str]) -> Iterator[Place]:
    for index, word in enumerate(words):
        yield f"{at}/{index}", word
