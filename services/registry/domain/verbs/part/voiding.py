"""Registry, domain: what voiding a wrong, double or mistaken record decides."""

from datetime import datetime

from contracts.commands import VoidActivity, VoidReport
from contracts.facts import ActivityVoided, DutyReopened, ReportVoided, UnitHistoryFact
from contracts.findings import Finding, finding
from contracts.known import known
from contracts.values import Deadline
from services.registry.domain.case import Case
from services.registry.domain.check.joint import check_joint
from services.registry.domain.decision import Decision, refuse
from services.registry.domain.history.duty import DutyState
from services.registry.domain.history.participation import Participation, evolve
from services.registry.domain.judge.activities import is_held
from services.registry.domain.judge.reports import report_met
from services.registry.domain.judge.rounds import next_round
from services.registry.domain.judge.run import with_duties
from services.registry.domain.verbs.part.which import which_report

VOIDED = "Hủy ghi nhận: {reason}"
DAYS = 3
"""Working days to make good what was voided, where the office names no deadline."""


def void_activity(command: VoidActivity, state: Participation, case: Case) -> Decision:
    """The record leaves every total; a duty that it alone met is owed again by its own clock."""
    activity = state.activities.get(command.activity)
    if activity is None:
        words = {"activity": command.activity, "known": known(command.activity, state.activities)}
        return refuse(finding("unknown-activity", "/data/activity", "error", **words))
    if activity.status == "voided":
        return Decision()
    clock = _clock(command.deadline, case)
    if isinstance(clock, Finding):
        return refuse(clock)
    voided = ActivityVoided(**case.about, activity=command.activity, reason=command.reason)
    after = evolve(state, [voided])
    facts: list[UnitHistoryFact] = [voided]
    for name, standing in after.duties.items():
        counted = name in after.evidence and activity.meets(standing.duty.met_by)
        counted = counted and not standing.present.inherited
        if counted and standing.status == "met" and not _still_met(standing, after):
            facts.append(_reopened(standing, clock, command.reason, case, 0))
    joint = check_joint(command.activity, state, [voided], case)
    return Decision(with_duties(state, facts, case), joint)


def _still_met(standing: DutyState, state: Participation) -> bool:
    evidence = state.evidence[standing.duty.id]
    if standing.duty.kind == "declare":
        declared = len(evidence.alive) >= standing.duty.met_by.number
        return declared or standing.duty.id in state.nothing
    return is_held(standing.duty.met_by, evidence) is not None


def void_report(command: VoidReport, state: Participation, case: Case) -> Decision:
    """The version leaves every total; the duty is owed again where no other version meets it."""
    duty = which_report(command.owed, state)
    if isinstance(duty, Finding):
        return refuse(duty)
    report = state.report_on(duty)
    current = len(report.versions)
    if not 0 < command.version <= current:
        numbers = [str(version.number) for version in report.versions]
        words = {"version": command.version, "known": known(str(command.version), numbers)}
        return refuse(finding("unknown-version", "/data/version", "error", **words))
    if report.versions[command.version - 1].voided:
        return Decision()
    clock = _clock(command.deadline, case)
    if isinstance(clock, Finding):
        return refuse(clock)
    voided = ReportVoided(**case.about, owed=duty, version=command.version, reason=command.reason)
    after = evolve(state, [voided])
    facts: list[UnitHistoryFact] = [voided]
    for name, standing in after.duties.items():
        speaks = name == duty or after.gathered.get(name) == duty
        met = speaks and standing.duty.kind == "report" and standing.status == "met"
        if met and not standing.present.inherited and report_met(after, standing) is None:
            facts.append(_reopened(standing, clock, command.reason, case, current))
    return Decision(with_duties(state, facts, case))


def _reopened(
    standing: DutyState, clock: datetime, reason: str, case: Case, after_version: int
) -> DutyReopened:
    due = max(clock, standing.present.due)
    said = VOIDED.format(reason=reason)[:500]
    return next_round(standing, due, said, case, after_version)


def _clock(deadline: Deadline | None, case: Case) -> datetime | Finding:
    """When what was voided is to be made good; at least one working day is left for it."""
    if deadline is None:
        return case.end_of(case.working_days.nth(case.day, DAYS))
    due = deadline.cut(case.plan.zone)
    if due >= case.soonest:
        return due
    words = {"due": case.local(due), "soonest": case.local(case.soonest)}
    return finding("deadline-too-soon", "/data/deadline", "error", **words)
