"""Registry, domain: brings one unit's duties to what the plan in force says, idempotently."""

from contracts.facts import DutyExcused, DutyExtended, DutyOpened, DutyReopened, UnitHistoryFact
from contracts.plan import Duty, Participant
from contracts.values import Moment
from services.registry.domain.decision import About
from services.registry.domain.participation import DutyPart, Participation
from services.registry.domain.verbs.judge import after_records


def open_duties(
    state: Participation, participant: Participant | None, about: About, reason: str
) -> tuple[UnitHistoryFact, ...]:
    """The facts by which the unit owes exactly what the plan gives it; none when it does already.

    The receipt is that of the command that put the plan in force. What the office granted stays:
    an excused duty stays excused, and an extension beyond the plan's new moment holds.
    """
    planned = {duty.id: duty for duty in participant.duties} if participant else {}
    facts: list[UnitHistoryFact] = []
    for duty in planned.values():
        part = state.duties.get(duty.id)
        if part is None:
            facts.append(DutyOpened(**about, duty=duty))
        elif part.excused == "plan":
            last = len(part.rounds) - 1
            facts.append(
                DutyReopened(
                    **about, duty=duty.id, round=last, due=part.rounds[-1].due, reason=reason
                )
            )
        if part is not None and part.excused != "office" and part.planned != duty.due:
            facts.append(
                DutyExtended(
                    **about,
                    duty=duty.id,
                    round=0,
                    due=_due(part, duty),
                    reason=reason,
                    planned=duty.due,
                )
            )
    for gone, part in state.duties.items():
        if gone not in planned and not part.excused:
            facts.append(DutyExcused(**about, duty=gone, reason=reason, by_plan=True))
    return after_records(state, facts, about)


def _due(part: DutyPart, duty: Duty) -> Moment:
    return max(part.granted, duty.due) if part.granted else duty.due
