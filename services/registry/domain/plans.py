"""Registry, domain: publishes and amends a plan, and computes who owes what under it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import assert_never

from contracts.commands import AmendPlan, PublishPlan, verb
from contracts.facts import PlanAmended, PlanFact, PlanPublished
from contracts.findings import MAX_FINDINGS, Finding, finding
from contracts.plan import Assignee, Duty, Owed, Participant, Plan
from contracts.unit import Unit
from contracts.values import Receipt
from services.registry.domain.check.plan import check_plan
from services.registry.domain.decision import Decision, refuse
from services.registry.domain.directory import Directory
from services.registry.domain.succession import (
    ended_participants,
    heirs_on,
    received_on,
    with_sole_heirs,
)

Order = tuple[datetime, int]
FOCAL_POINT = "focal-point"
"""The role (đầu mối) by which the directory lets a collecting office publish for its issuer."""


@dataclass(frozen=True, slots=True)
class PlanInForce:
    """A plan as it stands; `ever` are all units that it ever gave something to."""

    plan: Plan
    participants: Mapping[str, Participant]
    receipt: Receipt
    reason: str
    ever: frozenset[str]
    answers: Mapping[Order, str] = field(default_factory=dict)


def evolve(state: PlanInForce | None, fact: PlanFact) -> PlanInForce:
    """The plan after one of its facts."""
    match fact:
        case PlanPublished():
            reason = f"Ban hành {fact.plan.number}"
        case PlanAmended():
            reason = fact.reason
        case _:
            assert_never(fact)
    participants = {participant.unit: participant for participant in fact.participants}
    return PlanInForce(
        plan=fact.plan,
        participants=participants,
        receipt=fact.receipt,
        reason=reason,
        ever=frozenset(participants) | (state.ever if state else frozenset()),
        answers={**(state.answers if state else {}), fact.receipt.order: fact.wire},
    )


def fold(facts: Iterable[PlanFact]) -> PlanInForce | None:
    state = None
    for fact in facts:
        state = evolve(state, fact)
    return state


def publish(
    command: PublishPlan, state: PlanInForce | None, directory: Directory, receipt: Receipt
) -> Decision:
    """A new plan comes into force; the same again changes nothing; another is for amend-plan."""
    if state is not None and receipt.order in state.answers:
        return Decision(already=(state.answers[receipt.order],))
    plan = command.plan
    if receipt.sender != plan.issuer and not _may_publish(plan, directory, receipt):
        needs = f"roles: {FOCAL_POINT}, parents: {plan.issuer}"
        who = f"{plan.issuer}, {plan.collecting_office} ({needs})"
        return refuse(_not_allowed(command, who, receipt))
    if state is not None and state.plan == plan:
        return Decision()
    if state is not None:
        return refuse(finding("plan-exists", "/data/plan/id", plan=plan.id))
    findings = tuple(check_plan(plan, directory))
    if findings:
        return refuse(*findings[:MAX_FINDINGS])
    participants = list_participants(plan, directory)
    published = PlanPublished(plan=plan, participants=participants, receipt=receipt)
    return Decision((published,), tuple(ended_participants(plan, participants, directory, receipt)))


def amend(
    command: AmendPlan, state: PlanInForce | None, directory: Directory, receipt: Receipt
) -> Decision:
    """A published plan is replaced whole, by who answers for the one in force."""
    plan = command.plan
    if state is None:
        return refuse(finding("unknown-plan", "/data/plan/id", plan=plan.id), in_order=True)
    if receipt.order in state.answers:
        return Decision(already=(state.answers[receipt.order],))
    if findings := tuple(_refusals_of_amendment(command, state, directory, receipt)):
        return refuse(*findings[:MAX_FINDINGS])
    if receipt.order < state.receipt.order:
        return Decision(findings=(finding("superseded", "/data/plan", "warning"),))
    if state.plan == plan:
        return Decision()
    participants = list_participants(plan, directory)
    amended = PlanAmended(
        plan=plan, participants=participants, reason=command.reason, receipt=receipt
    )
    return Decision((amended,), tuple(ended_participants(plan, participants, directory, receipt)))


def _refusals_of_amendment(
    command: AmendPlan, state: PlanInForce, directory: Directory, receipt: Receipt
) -> Iterator[Finding]:
    plan = state.plan
    heirs = heirs_on(directory, received_on(receipt, plan))
    offices = with_sole_heirs({plan.issuer, plan.collecting_office}, heirs)
    if receipt.sender not in offices:
        yield _not_allowed(command, ", ".join(sorted(offices)), receipt)
    elif command.plan.issuer != plan.issuer:
        yield finding("issuer-changed", "/data/plan/issuer", issuer=plan.issuer)
    else:
        yield from check_plan(command.plan, directory)


def _may_publish(plan: Plan, directory: Directory, receipt: Receipt) -> bool:
    """Whether the sender collects for the issuer by the directory, not by its own plan's word."""
    day, office = received_on(receipt, plan), directory.unit(receipt.sender)
    return (
        office is not None
        and office.id == plan.collecting_office
        and office.has_role(FOCAL_POINT, day)
        and directory.is_under(office.id, plan.issuer, day)
    )


def _not_allowed(command: PublishPlan | AmendPlan, who: str, receipt: Receipt) -> Finding:
    words = {"sender": receipt.sender, "verb": verb(type(command)), "who": who}
    return finding("not-allowed", "/data/plan/issuer", "error", **words)


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
