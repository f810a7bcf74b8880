"""Registry, domain: what the office decides about a unit's duty: moved, excused, owed after all."""

from datetime import datetime

from contracts.commands import ExcuseDuty, ExtendDuty, LiftExcuse
from contracts.facts import DutyExcused, DutyExtended, DutyReopened, UnitHistoryFact
from contracts.findings import Finding, finding
from contracts.known import known
from services.registry.domain.authority import with_heir
from services.registry.domain.case import Case
from services.registry.domain.decision import Decision, refuse
from services.registry.domain.history.duty import DutyState
from services.registry.domain.history.participation import Participation
from services.registry.domain.judge.rounds import next_round
from services.registry.domain.judge.run import with_duties


def extend(command: ExtendDuty, state: Participation, case: Case) -> Decision:
    """The present round is due later, and what was met is judged again by its own receipt; or due
    earlier again, though never what was met, before the plan's own moment, or too soon to be met.
    """
    standing = _known(command.duty, state)
    if isinstance(standing, Finding):
        return refuse(standing)
    if standing.excused:
        return refuse(finding("duty-excused", "/data/duty", duty=command.duty))
    entry = case.entry(standing.duty.owed)
    issuer = with_heir(case.plan.issuer, case)
    if entry and entry.consolidates and case.receipt.sender not in issuer:
        words = {"sender": case.receipt.sender, "verb": "extend-duty"}
        who = case.plan.issuer
        return refuse(finding("not-allowed", "/data/duty", "error", **words, who=who, who_vi=who))
    due = command.deadline.cut(case.plan.zone)
    present = standing.present
    if due == present.due and command.granted in (None, standing.word):
        return Decision()
    if due < present.due:
        first = len(standing.rounds) == 1
        soonest = max(case.soonest, standing.planned) if first else case.soonest
        if present.met_at is not None or due < soonest:
            words = {"due": case.local(due), "soonest": case.local(soonest)}
            code = "duty-met-already" if present.met_at else "deadline-too-soon"
            return refuse(finding(code, "/data/deadline", "error", **words))
    extended = DutyExtended(
        **case.about,
        duty=command.duty,
        round=len(standing.rounds) - 1,
        due=due,
        reason=command.reason,
        granted=command.granted,
    )
    return Decision(with_duties(state, [extended], case))


def excuse(command: ExcuseDuty, state: Participation, case: Case) -> Decision:
    """The unit no longer owes this, whether it was met or not; the paper for what was granted by
    word of mouth may follow.
    """
    standing = _known(command.duty, state)
    if isinstance(standing, Finding):
        return refuse(standing)
    if standing.excused == "office" and command.granted in (None, standing.word):
        return Decision()
    return Decision(
        (
            DutyExcused(
                **case.about,
                duty=command.duty,
                reason=command.reason,
                granted=command.granted,
            ),
        )
    )


def lift(command: LiftExcuse, state: Participation, case: Case) -> Decision:
    """An excuse of the office is taken back: what was met is met again, what was not is owed, by a
    clock that leaves one working day at least.
    """
    standing = _known(command.duty, state)
    if isinstance(standing, Finding):
        return refuse(standing)
    if standing.excused is None:
        return Decision()
    if standing.excused != "office":
        return refuse(finding("not-excused", "/data/duty", duty=command.duty))
    asked = command.deadline.cut(case.plan.zone) if command.deadline else None
    due = max(filter(None, (standing.present.due, case.soonest, asked)))
    return Decision(with_duties(state, [_owed_again(command, standing, state, due, case)], case))


def _owed_again(
    command: LiftExcuse, standing: DutyState, state: Participation, due: datetime, case: Case
) -> UnitHistoryFact:
    met = standing.present.met_at is not None
    if met and standing.duty.kind == "report":
        report = state.report_on(command.duty)
        if report.in_force is None:  # it was returned or voided while nothing was owed
            return next_round(standing, due, command.reason, case, len(report.versions))
    return DutyReopened(
        **case.about,
        duty=command.duty,
        round=len(standing.rounds) - 1,
        due=standing.present.due if met else due,
        reason=command.reason,
    )


def _known(duty: str, state: Participation) -> DutyState | Finding:
    if standing := state.duties.get(duty):
        return standing
    return finding("unknown-duty", "/data/duty", duty=duty, known=known(duty, state.duties))
