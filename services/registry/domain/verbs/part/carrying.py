"""Registry, domain: what a unit's report or activity means for the other units that it names."""

from collections.abc import Iterable

from contracts.commands import CarryReport, ShareActivity
from contracts.facts import ActivityShared, ReportCarried, UnitHistoryFact
from services.registry.domain.case import Case
from services.registry.domain.check.joint import check_joint
from services.registry.domain.decision import Decision
from services.registry.domain.history.participation import (
    NOTHING_SHARED,
    Participation,
    evolve,
)
from services.registry.domain.judge.reports import report_met
from services.registry.domain.judge.rounds import next_round
from services.registry.domain.judge.run import with_duties

NO_MORE = "Báo cáo chung của {by} không còn hiệu lực"


def carry(command: CarryReport, state: Participation, case: Case) -> Decision:
    """The duty is met by the other's report, or owed again by a clock of its own."""
    standing, before = state.duties.get(command.owed), state.carried.get(command.owed)
    told = (command.by, command.version, command.standing)
    if standing is None or standing.duty.kind != "report":
        return Decision()
    if before and (before.by, before.version, before.standing) == told:
        return Decision()
    if not command.standing and (before is None or before.by != command.by):
        return Decision()
    carried = ReportCarried(
        **case.about,
        owed=command.owed,
        by=command.by,
        version=command.version,
        received_at=command.received_at,
        standing=command.standing,
    )
    facts: list[UnitHistoryFact] = [carried]
    after = evolve(state, facts)
    if standing.status == "met" and report_met(after, standing) is None:
        due = max(standing.present.due, case.soonest)
        reason = NO_MORE.format(by=case.directory.name(command.by, case.day))
        facts.append(next_round(standing, due, reason, case))
    return Decision(with_duties(state, facts, case))


def carried_by(plan: str, unit: str, duty: str, state: Participation) -> list[CarryReport]:
    """What the report for a duty means for every other unit that a version of it named."""
    report = state.reports.get(duty)
    if report is None or report.report is None or not report.versions:
        return []
    version = report.in_force or report.versions[-1]
    return [
        CarryReport(
            plan=plan,
            unit=other,
            owed=duty,
            by=unit,
            version=version.number,
            received_at=version.receipt.at,
            standing=report.in_force is not None and other in report.report.also_for,
        )
        for other in sorted(report.spoken_for)
    ]


def share(command: ShareActivity, state: Participation, case: Case) -> Decision:
    """How the other's record stands is kept; the unit is told where that leaves its own alone."""
    told = command.model_dump(exclude={"plan", "unit"})
    shared = ActivityShared(**case.about, **told)
    before = state.shared.get(command.activity, NOTHING_SHARED).get((command.by, command.record))
    if before and (before.names, before.status) == (shared.names, shared.status):
        return Decision()
    return Decision((shared,), check_joint(command.activity, state, (shared,), case))


def shared_with(activity: str, state: Participation) -> set[tuple[str, str]]:
    """The units and records that share in an activity, or did: those that it names or named as the
    lead's, and those that name it.
    """
    own = state.activities.get(activity)
    return {*(own.leads if own else ()), *state.shared.get(activity, NOTHING_SHARED)}


def shared_by(
    plan: str,
    unit: str,
    activity: str,
    others: Iterable[tuple[str, str]],
    state: Participation,
) -> list[ShareActivity]:
    """What a unit's record of an activity, as it stands now, means for some others."""
    own = state.activities.get(activity)
    return [
        ShareActivity(
            plan=plan,
            unit=other,
            activity=record,
            by=unit,
            record=activity,
            names=own is not None and own.lead == (other, record),
            status=own.status if own else None,
        )
        for other, record in others
    ]
