"""Registry, domain: what declaring and withdrawing an activity decides."""

from collections.abc import Iterator
from datetime import date

from contracts.commands import DeclareActivity, WithdrawActivity
from contracts.facts import (
    ActivityChanged,
    ActivityDeclared,
    ActivityHeld,
    ActivityWithdrawn,
    UnitHistoryFact,
)
from contracts.findings import Finding, finding, has_error
from contracts.known import known
from contracts.records import Activity
from services.registry.domain.case import Case
from services.registry.domain.check.compare import compare
from services.registry.domain.check.figures import check_account
from services.registry.domain.check.joint import check_joint
from services.registry.domain.decision import About, Decision, refuse, say_day
from services.registry.domain.history.activity import ActivityState, likeness
from services.registry.domain.history.participation import Participation
from services.registry.domain.judge.run import with_duties

AT = "/data/activity"


def declare(command: DeclareActivity, state: Participation, case: Case) -> Decision:
    """A unit's whole record of an activity: new, changed, held, or the same again."""
    before = state.activities.get(command.activity.id)
    command = command.model_copy(update={"activity": _with_assignment(command, before, case)})
    findings = tuple(check_activity(command, state, case))
    if has_error(findings):
        return refuse(*findings)
    facts = _record(command.activity, before, case.about)
    joint = check_joint(command.activity.id, state, facts, case)
    return Decision(with_duties(state, facts, case), (*findings, *joint))


def _with_assignment(
    command: DeclareActivity, before: ActivityState | None, case: Case
) -> Activity:
    """The record with what it was done for: where it names none, what it named before, else the
    only assignment of the unit that is of its kind.
    """
    record = command.activity
    if record.assignments or case.participant is None:
        return record
    mine = set(case.participant.assignments)
    if before and before.alive and mine.issuperset(before.assignments):
        return record.model_copy(update={"assignments": list(before.assignments)})
    fitting = [
        one.id
        for one in case.plan.assignments
        if one.id in mine and (not one.kinds or record.kind in one.kinds)
    ]
    return record.model_copy(update={"assignments": fitting if len(fitting) == 1 else []})


def _record(record: Activity, before: ActivityState | None, about: About) -> list[UnitHistoryFact]:
    held = ActivityHeld(**about, activity=record.id)
    if before is None or not before.alive:
        declared = ActivityDeclared(**about, activity=record)
        return [declared, held] if record.status == "held" else [declared]
    if before.is_same(record):
        return []
    changed = ActivityChanged(**about, activity=record, changes=compare(before.record, record))
    newly = record.status == "held" and before.record.status != "held"
    return [changed, held] if newly else [changed]


def withdraw(command: WithdrawActivity, state: Participation, case: Case) -> Decision:
    """An activity will not take place; its record is kept."""
    activity = state.activities.get(command.activity)
    if activity is None:
        words = {"activity": command.activity, "known": known(command.activity, state.activities)}
        return refuse(finding("unknown-activity", "/data/activity", "error", **words))
    if not activity.alive:
        return Decision()
    withdrawn = ActivityWithdrawn(**case.about, activity=command.activity, reason=command.reason)
    joint = check_joint(command.activity, state, [withdrawn], case)
    return Decision(with_duties(state, [withdrawn], case), joint)


def check_activity(command: DeclareActivity, state: Participation, case: Case) -> Iterator[Finding]:
    """The record against the plan and the directory."""
    record, plan = command.activity, case.plan
    before = state.activities.get(record.id)
    kinds = [kind.id for kind in plan.kinds]
    if record.kind not in kinds and not (before and before.kind == record.kind):
        words = {"kind": record.kind, "known": known(record.kind, kinds)}
        yield finding("unknown-kind", f"{AT}/kind", "error", **words)
    yield from _check_assignments(record, before, state, case)
    yield from _check_partners(command, case)
    yield from check_account(plan, record.planned, f"{AT}/planned")
    if record.actual is not None:
        yield from check_account(plan, record.actual, f"{AT}/actual")
    for name, day in (("starts_on", record.starts_on), ("ends_on", record.ends_on)):
        yield from _check_day(case, day, f"{AT}/{name}")
    yield from _check_evidence(record, state)
    if record.status == "held" and record.ends_on > case.day:
        yield finding("held-in-future", f"{AT}/ends_on", "warning", day=say_day(record.ends_on))
    if twin := _twin(record, state):
        yield finding("activity-twin", AT, "warning", activity=twin)


def _twin(record: Activity, state: Participation) -> str | None:
    """Another activity of the unit that is the same in all but its id."""
    return next((one for one in state.claims.get(likeness(record), ()) if one != record.id), None)


def _check_assignments(
    record: Activity, before: ActivityState | None, state: Participation, case: Case
) -> Iterator[Finding]:
    """What it was done for is given to the unit, or was when the record first said so."""
    mine = case.participant.assignments if case.participant else []
    allowed = {*mine, *(before.assignments if before else ())}
    for index, one in enumerate(record.assignments):
        if one not in allowed:
            where = f"{AT}/assignments/{index}"
            yield finding("unknown-assignment", where, assignment=one, known=known(one, mine))
    unmet = [
        name
        for name, one in state.duties.items()
        if one.status == "owing" and name in state.evidence and one.duty.met_by.assignments
    ]
    if not record.assignments and unmet:
        words = {"known": known("", mine), "duties": ", ".join(unmet)}
        yield finding("assignment-left-out", f"{AT}/assignments", "warning", **words)


def _check_partners(command: DeclareActivity, case: Case) -> Iterator[Finding]:
    record = command.activity
    for index, partner in enumerate(record.partners):
        if partner not in case.directory:
            yield _unknown_partner(partner, f"{AT}/partners/{index}", case)
    if record.joint_with is None:
        return
    where, lead = f"{AT}/joint_with/unit", record.joint_with.unit
    if lead == command.unit:
        yield finding("joint-with-itself", where)
    elif lead is not None and lead not in case.directory:
        yield _unknown_partner(lead, where, case)


def _unknown_partner(unit: str, where: str, case: Case) -> Finding:
    return finding("unknown-partner", where, unit=unit, known=known(unit, case.directory.recorded))


def _check_day(case: Case, day: date, where: str) -> Iterator[Finding]:
    window = case.plan.window
    if not window.first <= day <= window.last:
        first, last = say_day(window.first), say_day(window.last)
        words = {"day": say_day(day), "first": first, "last": last}
        yield finding("outside-window", where, "warning", **words)


def _check_evidence(record: Activity, state: Participation) -> Iterator[Finding]:
    """The same article or file for two activities of the unit is flagged, not refused."""
    for index, item in enumerate(record.evidence):
        for key in filter(None, (item.link, item.sha256)):
            if other := next((one for one in state.claims.get(key, ()) if one != record.id), None):
                where = f"{AT}/evidence/{index}"
                yield finding("evidence-repeated", where, "warning", activity=other)
                break
