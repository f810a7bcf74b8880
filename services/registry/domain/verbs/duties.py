"""Registry, domain: what extending a duty and excusing a unit from it decide."""

from contracts.commands import ExcuseDuty, ExtendDuty
from contracts.facts import DutyExcused, DutyExtended
from contracts.findings import finding
from services.registry.domain.decision import Case, Decision, refuse
from services.registry.domain.participation import Participation
from services.registry.domain.verbs.judge import after_records


def _not_there(command: ExtendDuty | ExcuseDuty, case: Case) -> Decision:
    """A plan's duties are opened a moment after it is published; others do not exist."""
    given = case.participant.duties if case.participant else []
    if any(duty.id == command.duty for duty in given):
        return Decision(too_soon=True)
    return refuse(finding("unknown-duty", "/data/duty", duty=command.duty))


def extend(command: ExtendDuty, state: Participation, case: Case) -> Decision:
    """The present round is due later; what was met is judged again by its own receipt."""
    part = state.duties.get(command.duty)
    if part is None:
        return _not_there(command, case)
    if part.excused:
        return refuse(finding("duty-excused", "/data/duty", duty=command.duty))
    due = command.deadline.cut(case.plan.zone)
    current = part.rounds[-1].due
    if due == current:
        return Decision()
    if due < current:
        said = {"due": case.local(due), "current": case.local(current)}
        return refuse(finding("deadline-not-later", "/data/deadline", "error", **said))
    extended = DutyExtended(
        **case.about,
        duty=command.duty,
        round=len(part.rounds) - 1,
        due=due,
        reason=command.reason,
    )
    return Decision(after_records(state, [extended], case.about))


def excuse(command: ExcuseDuty, state: Participation, case: Case) -> Decision:
    """The unit no longer owes this, whether it was met or not."""
    part = state.duties.get(command.duty)
    if part is None:
        return _not_there(command, case)
    if part.excused:
        return Decision()
    excused = DutyExcused(
        **case.about,
        duty=command.duty,
        reason=command.reason,
    )
    return Decision((excused,))
