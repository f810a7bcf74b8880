"""Registry, domain: one command about a unit's part in a plan → the facts, or the refusal.

Who may say what is docs/decisions/0009; the verbs themselves are in the folder verbs/.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never

from contracts.commands import (
    AcceptReport,
    DeclareActivity,
    ExcuseDuty,
    ExtendDuty,
    ReturnReport,
    SubmitReport,
    UnitCommand,
    WithdrawActivity,
    verb,
)
from contracts.facts import DutyMet
from contracts.findings import Finding, finding
from contracts.values import Receipt
from contracts.verdicts import DutyStanding
from services.registry.domain.decision import Case, Decision, refuse
from services.registry.domain.directory import Directory
from services.registry.domain.participation import Participation
from services.registry.domain.plans import PlanInForce
from services.registry.domain.succession import (
    heirs_on,
    named,
    received_on,
)
from services.registry.domain.verbs import activities, duties, reports
from services.registry.domain.verbs.approval import offices, parents

UnitVerb = (
    DeclareActivity
    | WithdrawActivity
    | SubmitReport
    | ReturnReport
    | AcceptReport
    | ExtendDuty
    | ExcuseDuty
)


def decide_in(
    command: UnitVerb,
    state: Participation,
    plan: PlanInForce | None,
    directory: Directory,
    receipt: Receipt,
) -> Decision:
    """What the command does by the plan and the directory as they are known."""
    if receipt.sender not in directory:
        return refuse(finding("unknown-unit", unit=receipt.sender))
    if plan is None:
        return refuse(finding("unknown-plan", "/data/plan", plan=command.plan))
    case = Case(
        plan=plan.plan,
        participants=plan.participants,
        unit=command.unit,
        receipt=receipt,
        knows=directory.__contains__,
        heirs=heirs_on(directory, received_on(receipt, plan.plan)),
    )
    return decide(command, state, case)


def decide(command: UnitVerb, state: Participation, case: Case) -> Decision:
    """What the command does, as facts; or why it is refused.

    A command that was decided before answers with the same facts, whatever happened since.
    """
    if (already := state.answers.get(case.receipt.order)) is not None:
        said_before = (*_spoken(command, case), *_late(state, case))
        return Decision(already=already, findings=said_before)
    forbidden = tuple(_authority(command, case))
    if forbidden:
        return refuse(*forbidden)
    decision = _by_verb(command, state, case)
    more = (*_spoken(command, case), *_late_now(decision, case))
    return replace(decision, findings=(*decision.findings, *more))


def _by_verb(command: UnitVerb, state: Participation, case: Case) -> Decision:  # noqa: PLR0911
    """One line per verb."""
    match command:
        case DeclareActivity():
            return activities.declare(command, state, case)
        case WithdrawActivity():
            return activities.withdraw(command, state, case)
        case SubmitReport():
            return reports.submit(command, state, case)
        case ReturnReport():
            return reports.return_(command, state, case)
        case AcceptReport():
            return reports.accept(command, state, case)
        case ExtendDuty():
            return duties.extend(command, state, case)
        case ExcuseDuty():
            return duties.excuse(command, state, case)
        case _:
            assert_never(command)


def _authority(command: UnitVerb, case: Case) -> Iterator[Finding]:
    sender, unit = case.receipt.sender, command.unit
    participant = case.participant
    match command:
        case DeclareActivity() | WithdrawActivity() | SubmitReport():
            if sender != unit and sender not in case.heirs(unit):
                yield finding("not-your-unit", "/data/unit", sender=sender, unit=unit)
                return
            yield from _closed(command, case)
        case ReturnReport() | AcceptReport() | ExtendDuty() | ExcuseDuty():
            allowed = offices(case)
            if isinstance(command, ReturnReport | AcceptReport):
                allowed |= parents(case)
            if sender not in allowed:
                who = ", ".join(sorted(allowed))
                yield finding(
                    "not-allowed", "/data/unit", sender=sender, verb=verb(type(command)), who=who
                )
                return
        case _:
            assert_never(command)
    if not case.knows(unit):
        yield finding("unknown-unit", "/data/unit", unit=unit)
    elif participant is None:
        yield finding("not-a-participant", "/data/unit", plan=command.plan, unit=unit)


def _spoken(command: UnitVerb, case: Case) -> Iterator[Finding]:
    """Who spoke for a unit that has ended; it may do so itself, its system may still be running."""
    sender, unit = case.receipt.sender, command.unit
    if not isinstance(command, DeclareActivity | WithdrawActivity | SubmitReport):
        return
    if sender != unit:
        yield finding("spoken-for", "/data/unit", "warning", sender=sender, unit=unit)
    elif heirs := case.heirs(unit):
        yield finding("unit-ended", "/data/unit", "warning", unit=unit, heirs=named(heirs))


def _closed(command: UnitCommand, case: Case) -> Iterator[Finding]:
    """After a plan has closed its units send nothing more; its offices may still settle."""
    if case.plan.closes is None:
        return
    closed = case.plan.closes.cut(case.plan.zone)
    if closed <= case.receipt.at:
        yield finding("plan-closed", "/data/plan", plan=command.plan, closed=case.local(closed))


def _late_now(decision: Decision, case: Case) -> Iterator[Finding]:
    for fact in decision.facts:
        if isinstance(fact, DutyMet) and not fact.on_time and fact.met_at == case.receipt.at:
            words = {"received": case.local(fact.met_at), "due": case.local(fact.due)}
            yield finding("late", "", "warning", **words)


def _late(state: Participation, case: Case) -> Iterator[Finding]:
    for part in state.duties.values():
        for held in part.rounds:
            if held.met_at == case.receipt.at and held.on_time is False:
                words = {"received": case.local(held.met_at), "due": case.local(held.due)}
                yield finding("late", "", "warning", **words)


def standings(state: Participation) -> list[DutyStanding]:
    """Where each duty stands; `on_time` is that of the original clock, round 0."""
    return [
        DutyStanding(
            duty=duty,
            status=part.status,
            due=part.rounds[-1].due,
            on_time=part.rounds[0].on_time,
        )
        for duty, part in state.duties.items()
    ]
