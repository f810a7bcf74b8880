"""Registry, domain: what extending a duty and excusing a unit from it decide."""

from contracts.commands import ExcuseDuty, ExtendDuty
from contracts.facts import DutyExcused, DutyExtended
from contracts.findings import finding
from services.registry.domain.case import Case
from services.registry.domain.decision import Decision, refuse
from services.registry.domain.history.participation import Participation
from services.registry.domain.verbs.judge import with_duties


def extend(command: ExtendDuty, state: Participation, case: Case) -> Decision:
    """The present round is due later; what was met is judged again by its own receipt."""
    standing = state.duties.get(command.duty)
    if standing is None:
        return refuse(finding("unknown-duty", "/data/duty", duty=command.duty))
    if standing.excused:
        return refuse(finding("duty-excused", "/data/duty", duty=command.duty))
    due = command.deadline.cut(case.plan.zone)
    current = standing.rounds[-1].due
    if due == current:
        return Decision()
    if due < current:
        said = {"due": case.local(due), "current": case.local(current)}
        return refuse(finding("deadline-not-later", "/data/deadline", "error", **said))
    extended = DutyExtended(
        **case.about,
        duty=command.duty,
        round=len(standing.rounds) - 1,
        due=due,
        reason=command.reason,
    )
    return Decision(with_duties(state, [extended], case.about))


def excuse(command: ExcuseDuty, state: Participation, case: Case) -> Decision:
    """The unit no longer owes this, whether it was met or not."""
    standing = state.duties.get(command.duty)
    if standing is None:
        return refuse(finding("unknown-duty", "/data/duty", duty=command.duty))
    if standing.excused:
        return Decision()
    excused = DutyExcused(
        **case.about,
        duty=command.duty,
        reason=command.reason,
    )
    return Decision((excused,))
