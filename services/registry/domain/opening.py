"""Registry, domain: brings one unit's duties to what the plan in force says, idempotently."""

from contracts.facts import DutyExcused, DutyExtended, DutyOpened, DutyReopened, UnitHistoryFact
from contracts.plan import Duty, Participant
from contracts.values import Moment
from services.registry.domain.decision import About, say_day
from services.registry.domain.directory import Directory
from services.registry.domain.participation import DutyPart, Participation
from services.registry.domain.plans import PlanInForce
from services.registry.domain.succession import named, received_on
from services.registry.domain.verbs.judge import after_records

LONGEST = 500
"""Characters of a reason, by the contract."""


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


def reason_for(unit: str, in_force: PlanInForce, directory: Directory) -> str:
    """Why a unit's duties become what the plan gives it: the plan's reason, and for one that left
    it because it ended, who took over.
    """
    record = directory.unit(unit)
    day = received_on(in_force.receipt, in_force.plan)
    if unit in in_force.participants or record is None or not record.ended(day):
        return in_force.reason
    ended = say_day(record.valid_to) if record.valid_to else ""
    heirs = [directory.name(heir, day) for heir in directory.successors(unit, day)]
    took_over = f"; đơn vị kế thừa: {named(heirs)}" if heirs else ""
    return f"{in_force.reason} (đơn vị kết thúc ngày {ended}{took_over})"[:LONGEST]
