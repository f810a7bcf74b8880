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
from contracts.findings import Finding, finding
from contracts.plan import Participant
from contracts.records import Activity
from services.registry.domain.activity import ActivityPart, Order, Stage
from services.registry.domain.check.compare import compare
from services.registry.domain.check.figures import check_account
from services.registry.domain.decision import About, Case, Decision, refuse, say_day
from services.registry.domain.participation import Participation
from services.registry.domain.verbs.judge import after_records

AT = "/data/activity"


def declare(command: DeclareActivity, state: Participation, case: Case) -> Decision:
    """A unit's whole record of an activity: new, changed, held, the same again, or an old one."""
    findings = tuple(check_activity(command, state, case))
    if any(found.severity == "error" for found in findings):
        return refuse(*findings)
    part = state.activities.get(command.activity.id)
    if part is not None and case.receipt.order < part.last:
        findings = (finding("superseded", AT, "warning"),)
        facts = _superseded_record(command.activity, part, case.about)
    else:
        facts = _record(command.activity, part, case.about)
    said = after_records(state, facts, case.about)
    return Decision(said, findings, in_order=not said)


def _record(record: Activity, part: ActivityPart | None, about: About) -> list[UnitHistoryFact]:
    held = ActivityHeld(**about, activity=record.id)
    if part is None or part.withdrawn:
        declared = ActivityDeclared(**about, activity=record)
        return [declared, held] if record.status == "held" else [declared]
    if part.record == record:
        return []
    changed = ActivityChanged(**about, activity=record, changes=compare(part.record, record))
    newly = record.status == "held" and part.record.status != "held"
    return [changed, held] if newly else [changed]


def _superseded_record(record: Activity, part: ActivityPart, about: About) -> list[UnitHistoryFact]:
    """An older record changes no record; it is noted where it moves a start."""
    stage: Stage = "held" if record.status == "held" else "alive"
    if not _moves(part, about["receipt"].order, stage):
        return []
    noted = ActivityChanged(**about, activity=part.record, changes=[])
    held = ActivityHeld(**about, activity=part.record.id)
    return [noted, held] if stage == "held" else [noted]


def _moves(part: ActivityPart, order: Order, stage: Stage) -> bool:
    marked = part.marked(order, stage)
    return (marked.alive_since, marked.held_since) != (part.alive_since, part.held_since)


def withdraw(command: WithdrawActivity, state: Participation, case: Case) -> Decision:
    """An activity will not take place; its record is kept."""
    part = state.activities.get(command.activity)
    if part is None:
        missing = finding("unknown-activity", "/data/activity", activity=command.activity)
        return refuse(missing, in_order=True)
    superseded = case.receipt.order < part.last
    facts = _withdrawal(command, part, case.about)
    findings = (finding("superseded", "", "warning"),) if superseded else ()
    said = after_records(state, facts, case.about)
    return Decision(said, findings, in_order=not said)


def _withdrawal(
    command: WithdrawActivity, part: ActivityPart, about: About
) -> list[UnitHistoryFact]:
    """The withdrawal; one that is older than the record is told together with the record,
    so that whoever reads the facts in order ends with the record.
    """
    withdrawn = ActivityWithdrawn(**about, activity=command.activity, reason=command.reason)
    if about["receipt"].order > part.last:
        return [] if part.withdrawn else [withdrawn]
    if part.withdrawn or not _moves(part, about["receipt"].order, "withdrawn"):
        return []
    by_record: About = {**about, "receipt": part.receipt}
    again = ActivityDeclared(**by_record, activity=part.record)
    held = ActivityHeld(**by_record, activity=part.record.id)
    return [withdrawn, again, held] if part.record.status == "held" else [withdrawn, again]


def check_activity(command: DeclareActivity, state: Participation, case: Case) -> Iterator[Finding]:
    """The record against the plan and the directory."""
    record, plan = command.activity, case.plan
    kinds = [kind.id for kind in plan.kinds]
    if record.kind not in kinds:
        yield finding("unknown-kind", f"{AT}/kind", kind=record.kind, known=", ".join(kinds))
    participant = case.participant
    if participant and not _given(participant, record):
        yield finding("unknown-assignment", f"{AT}/assignment", assignment=record.assignment)
    yield from _check_partners(command, case)
    yield from check_account(plan, record.planned, f"{AT}/planned")
    if record.actual is not None:
        yield from check_account(plan, record.actual, f"{AT}/actual")
    for name, day in (("starts_on", record.starts_on), ("ends_on", record.ends_on)):
        yield from _check_day(case, day, f"{AT}/{name}")
    yield from _check_evidence(record, state)


def _given(participant: Participant, record: Activity) -> bool:
    return record.assignment is None or record.assignment in participant.assignments


def _check_partners(command: DeclareActivity, case: Case) -> Iterator[Finding]:
    record = command.activity
    for index, partner in enumerate(record.partners):
        if not case.knows(partner):
            yield finding("unknown-partner", f"{AT}/partners/{index}", unit=partner)
    if record.joint_with is None:
        return
    where = f"{AT}/joint_with/unit"
    if record.joint_with.unit == command.unit:
        yield finding("joint-with-itself", where)
    elif not case.knows(record.joint_with.unit):
        yield finding("unknown-partner", where, unit=record.joint_with.unit)


def _check_day(case: Case, day: date, where: str) -> Iterator[Finding]:
    window = case.plan.window
    if not window.first <= day <= window.last:
        first, last = say_day(window.first), say_day(window.last)
        words = {"day": say_day(day), "first": first, "last": last}
        yield finding("outside-window", where, "warning", **words)


def _check_evidence(record: Activity, state: Participation) -> Iterator[Finding]:
    """The same article or file for two activities of the unit is flagged, not refused."""
    if not record.evidence:
        return
    claimed = {
        key: other
        for other, part in state.activities.items()
        if other != record.id and not part.withdrawn
        for key in part.evidence
    }
    for index, item in enumerate(record.evidence):
        if other := claimed.get(item.link) or claimed.get(item.sha256 or ""):
            yield finding("evidence-repeated", f"{AT}/evidence/{index}", "warning", activity=other)
