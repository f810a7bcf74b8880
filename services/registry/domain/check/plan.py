"""Registry, domain: checks a plan against itself and the directory before it is in force."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from contracts.findings import Finding, finding
from contracts.known import known
from contracts.ladder import starts
from contracts.plan import Assignee, Plan
from services.registry.domain.decision import say_day
from services.registry.domain.history.directory import Directory

AT = "/data/plan"


class _Entry(Protocol):
    @property
    def id(self) -> str: ...


def check_plan(plan: Plan, directory: Directory) -> Iterator[Finding]:
    """Ids are unique, references lead somewhere, and the issuer assigns only what is under it."""
    yield from _check_ids(plan)
    yield from _check_references(plan)
    yield from _check_offices(plan, directory)
    for number, assignment in enumerate(plan.assignments):
        for index, assignee in enumerate(assignment.assignees):
            where = f"{AT}/assignments/{number}/assignees/{index}"
            yield from _check_assignee(plan, assignee, directory, where)


def _check_ids(plan: Plan) -> Iterator[Finding]:
    catalogues: dict[str, Sequence[_Entry]] = {
        "kinds": plan.kinds,
        "assignments": plan.assignments,
        "owed": plan.owed,
        "indicators": plan.indicators,
        "rules": plan.rules,
        "ladder": plan.ladder,
        "budget_sources": plan.budget_sources,
        "central_events": plan.central_events,
    }
    for name, entries in catalogues.items():
        seen: set[str] = set()
        for index, entry in enumerate(entries):
            if entry.id in seen:
                yield finding("id-repeated", f"{AT}/{name}/{index}/id", id=entry.id)
            seen.add(entry.id)


def _check_references(plan: Plan) -> Iterator[Finding]:
    kinds = [kind.id for kind in plan.kinds]
    assignments = [assignment.id for assignment in plan.assignments]
    owed = [entry.id for entry in plan.owed]
    indicators = [indicator.id for indicator in plan.indicators]
    references = [
        *_each("assignments", "kinds", [(a.kinds, kinds) for a in plan.assignments]),
        *_each("owed", "assignments", [(o.assignments, assignments) for o in plan.owed]),
        *_each("ladder", "owed", [(rung.owed, owed) for rung in plan.ladder]),
        *_each("rules", "right", [(rule.right, indicators) for rule in plan.rules]),
    ]
    for where, word, defined in references:
        if word not in defined:
            yield finding("unknown-reference", where, id=word, known=known(word, defined))
    for index, rung in enumerate(plan.ladder):
        if rung.counted_from not in starts(plan):
            where = f"{AT}/ladder/{index}/counted_from"
            words = {"id": rung.counted_from, "known": known(rung.counted_from, starts(plan))}
            yield finding("unknown-reference", where, "error", **words)
    for index, rule in enumerate(plan.rules):
        if rule.left not in indicators:
            words = {"indicator": rule.left, "known": known(rule.left, indicators)}
            yield finding("unknown-indicator", f"{AT}/rules/{index}/left", "error", **words)
        if rule.check != "not-below-last" and not rule.right:
            yield finding("field-missing", f"{AT}/rules/{index}/right")
    for index, indicator in enumerate(plan.indicators):
        if indicator.arithmetic is None:
            where = f"{AT}/indicators/{index}/arithmetic"
            yield finding("arithmetic-missing", where, indicator=indicator.id)


def _each(
    name: str, field: str, entries: list[tuple[list[str], list[str]]]
) -> Iterator[tuple[str, str, list[str]]]:
    for number, (words, defined) in enumerate(entries):
        for index, word in enumerate(words):
            yield f"{AT}/{name}/{number}/{field}/{index}", word, defined


def _check_offices(plan: Plan, directory: Directory) -> Iterator[Finding]:
    offices = {
        "issuer": plan.issuer,
        "collecting_office": plan.collecting_office,
        "reporting/receiver": plan.reporting.receiver,
    }
    for index, event in enumerate(plan.central_events):
        offices[f"central_events/{index}/lead"] = event.lead
    for where, unit in offices.items():
        if unit not in directory:
            words = {"unit": unit, "known": known(unit, directory.recorded)}
            yield finding("unknown-unit", f"{AT}/{where}", "error", **words)


def _check_assignee(
    plan: Plan, assignee: Assignee, directory: Directory, where: str
) -> Iterator[Finding]:
    day = plan.issued_on
    if assignee.unit is not None:
        if assignee.unit not in directory:
            yield finding("assignee-unknown", f"{where}/unit", unit=assignee.unit)
            return
        units, where = [assignee.unit], f"{where}/unit"
    else:
        group = assignee.group or ""
        units, where = directory.members(group, day), f"{where}/group"
        if not units:
            yield finding("group-empty", where, group=group, day=say_day(day))
    for unit in units:
        if not directory.is_under(unit, plan.issuer, day):
            yield finding("assignee-outside-issuer", where, unit=unit, issuer=plan.issuer)
