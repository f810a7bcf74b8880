"""Registry, domain: one command and what it is judged by → the facts, or the refusal.

What is particular to a verb is its row in verbs/table.py; what they have in common is here.
"""

from collections.abc import Iterator
from dataclasses import replace

from contracts.commands import (
    AmendPlan,
    DeclareActivity,
    DeclareForceMajeure,
    DeclareNothing,
    OpenDuties,
    OrderCommand,
    PublishPlan,
    RecordCalendar,
    RecordUnit,
    SnapshotCommand,
    UnitCommand,
    verb,
)
from contracts.envelope import Message
from contracts.facts import DutyMet, UnitHistoryFact
from contracts.findings import Finding, finding
from contracts.known import known
from contracts.topology import OPERATOR, REGISTRY
from contracts.verdicts import DutyStanding
from services.registry.domain.authority import may_publish, offices, over_part, over_plan
from services.registry.domain.case import Case
from services.registry.domain.decision import Decision, refuse
from services.registry.domain.history.directory import Directory
from services.registry.domain.history.participation import Participation, evolve
from services.registry.domain.history.plan_history import PlanHistory
from services.registry.domain.succession import named
from services.registry.domain.verbs.opening import opened
from services.registry.domain.verbs.table import (
    PUBLISH_PLAN,
    RECORD_CALENDAR,
    RECORD_UNIT,
    part_verb,
    plan_verb,
)

FOCAL_NEEDS = "{issuer}, {office} (roles: focal-point, parents: {issuer})"
FOCAL_NEEDS_VI = "{issuer}, {office} (vai trò 'focal-point', trực thuộc {issuer})"


def decide_record(
    command: RecordUnit | RecordCalendar, directory: Directory, case: Case
) -> Decision:
    """A record of the directory: of a unit, or of the decreed days."""
    if case.receipt.sender != OPERATOR:
        return refuse(_not_allowed(command, "/data", OPERATOR, case), unseen=True)
    if isinstance(command, RecordCalendar):
        return RECORD_CALENDAR.decide(command, directory, case)
    return RECORD_UNIT.decide(command, directory, case)


def decide_plan(
    command: PublishPlan | AmendPlan | DeclareForceMajeure | OrderCommand | SnapshotCommand,
    history: PlanHistory,
    case: Case,
) -> Decision:
    """A plan's publication, its amendment, what nobody could help, an order about messages, or what
    becomes of a snapshot.
    """
    if isinstance(command, PublishPlan):
        plan = command.plan
        if not may_publish(plan, case.directory, case.receipt):
            names = {"issuer": plan.issuer, "office": plan.collecting_office}
            who, who_vi = (needs.format(**names) for needs in (FOCAL_NEEDS, FOCAL_NEEDS_VI))
            return refuse(
                _not_allowed(command, "/data/plan/issuer", who, case, who_vi), unseen=True
            )
        return PUBLISH_PLAN.decide(command, history, case)
    if history.newest is not None:
        who_may = over_plan(history.newest, case.directory, case.receipt)
        if case.receipt.sender not in who_may:
            who = ", ".join(sorted(who_may))
            return refuse(_not_allowed(command, "/data/plan/issuer", who, case), unseen=True)
    return plan_verb(command).decide(command, history, case)


def decide_part(command: UnitCommand, state: Participation, case: Case) -> Decision:
    """A command about a unit's part in a plan.

    The first one opens the part's duties, whether or not the registry's own command to open them
    came first.
    """
    if forbidden := tuple(refusals(command, case, state)):
        return refuse(*forbidden, unseen=True)
    row = part_verb(command)
    opening: tuple[UnitHistoryFact, ...] = ()
    begins = state.revision == 0 and not isinstance(command, OpenDuties)
    if begins and case.participant is None:
        words = {"plan": command.plan, "unit": command.unit}
        return refuse(finding("not-a-participant", "/data/unit", "error", **words), unseen=True)
    if begins:
        opening = opened(state, case)
        state = evolve(state, opening)
    if closed := tuple(_closed(command, state, case)):
        return refuse(*closed)
    decision = row.decide(command, state, case)
    if decision.facts:
        decision = replace(decision, facts=(*opening, *decision.facts))
    more = (*_spoken(command, case), *_late(decision, case))
    return replace(decision, findings=(*decision.findings, *more))


def refusals(command: UnitCommand, case: Case, state: Participation) -> Iterator[Finding]:
    """Why the sender may not say this, whatever became of what the unit owes."""
    sender, unit = case.receipt.sender, command.unit
    if sender != REGISTRY and sender not in case.directory:
        yield finding("unknown-unit", unit=sender, known=known(sender, case.directory.recorded))
        return
    if case.in_force is None:
        plans = known(command.plan, case.plans)
        yield finding("unknown-plan", "/data/plan", plan=command.plan, known=plans)
        return
    row = part_verb(command)
    if sender not in (who := over_part(row.said_by, case, state.duties.values())):
        if row.said_by in ("unit", "unit-or-office"):
            yield finding("not-your-unit", "/data/unit", sender=sender, unit=unit)
        else:
            yield _not_allowed(command, "/data/unit", ", ".join(sorted(who)), case)
        return
    if row.said_by != "registry" and unit not in case.directory:
        units = known(unit, case.directory.recorded)
        yield finding("unknown-unit", "/data/unit", unit=unit, known=units)


def _not_allowed(
    command: Message,
    where: str,
    who: str,
    case: Case,
    who_vi: str | None = None,
) -> Finding:
    """`who_vi` where more than ids is said of them."""
    words = {"sender": case.receipt.sender, "verb": verb(type(command))}
    return finding("not-allowed", where, "error", **words, who=who, who_vi=who_vi or who)


def _spoken(command: UnitCommand, case: Case) -> Iterator[Finding]:
    """Who spoke for a unit that has ended; it may do so itself, its system may still be running."""
    sender, unit = case.receipt.sender, command.unit
    if part_verb(command).said_by not in ("unit", "unit-or-office"):
        return
    if sender != unit and sender in offices(case):
        yield finding("typed-by-office", "/data/unit", "warning", sender=sender, unit=unit)
    elif sender != unit:
        yield finding("spoken-for", "/data/unit", "warning", sender=sender, unit=unit)
    elif heirs := case.heirs(unit):
        yield finding("unit-ended", "/data/unit", "warning", unit=unit, heirs=named(heirs))


def _closed(command: UnitCommand, state: Participation, case: Case) -> Iterator[Finding]:
    """After a plan has closed a unit sends only what it still owes; once it has left the plan it
    corrects only what it sent before. The offices may still settle.
    """
    serves = part_verb(command).serves
    asked = any(one.status == "owing" and one.duty.kind in serves for one in state.duties.values())
    if not serves or asked:
        return
    if case.participant is None and _begins(command, state):
        yield finding("not-a-participant", "/data/unit", plan=command.plan, unit=command.unit)
    elif case.plan.closes is not None:
        closed = case.plan.closes.cut(case.plan.zone)
        if closed <= case.receipt.at:
            words = {"plan": command.plan, "closed": case.local(closed)}
            yield finding("plan-closed", "/data/plan", "error", **words)


def _begins(command: UnitCommand, state: Participation) -> bool:
    """Whether the command is about a record that the unit does not have yet."""
    match command:
        case DeclareActivity():
            return command.activity.id not in state.activities
        case DeclareNothing():
            return True
        case _:
            return False


def _late(decision: Decision, case: Case) -> Iterator[Finding]:
    for fact in decision.facts:
        if isinstance(fact, DutyMet) and not fact.on_time and fact.met_at == case.receipt.at:
            words = {"received": case.local(fact.met_at), "due": case.local(fact.due)}
            yield finding("late", "", "warning", **words)


def standings(state: Participation) -> list[DutyStanding]:
    """Where each duty stands; `on_time` is that of the original clock, round 0."""
    return [
        DutyStanding(
            duty=duty,
            status=standing.status,
            due=standing.rounds[-1].due,
            on_time=standing.rounds[0].on_time,
        )
        for duty, standing in state.duties.items()
    ]
