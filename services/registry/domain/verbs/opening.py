"""Registry, domain: brings one unit's duties to what a revision of the plan says, idempotently."""

from contracts.commands import OpenDuties
from contracts.facts import (
    DutyExcused,
    DutyExtended,
    DutyOpened,
    DutyReopened,
    PlanApplied,
    UnitHistoryFact,
)
from contracts.plan import Duty
from contracts.values import Moment
from services.registry.domain.case import Case
from services.registry.domain.decision import Decision, say_day
from services.registry.domain.history.participation import DutyState, Participation
from services.registry.domain.succession import named
from services.registry.domain.verbs.judge import with_duties

LONGEST = 500
"""Characters of a reason, by the contract."""


def open_duties(command: OpenDuties, state: Participation, case: Case) -> Decision:
    """The unit's part follows the revision from here on; one that it follows already is no news."""
    if state.revision >= command.revision:
        return Decision()
    return Decision(opened(state, case))


def opened(state: Participation, case: Case) -> tuple[UnitHistoryFact, ...]:
    """The facts by which the unit owes exactly what the plan of the case gives it.

    What the office granted stays: an excused duty stays excused, and an extension beyond the plan's
    new moment holds.
    """
    about, participant, reason = case.about, case.participant, reason_for(case)
    planned = {duty.id: duty for duty in participant.duties} if participant else {}
    facts: list[UnitHistoryFact] = [PlanApplied(**about, revision=case.plan_in_force.revision)]
    for duty in planned.values():
        standing = state.duties.get(duty.id)
        if standing is None:
            facts.append(DutyOpened(**about, duty=duty))
        elif standing.excused == "plan":
            last = len(standing.rounds) - 1
            facts.append(
                DutyReopened(
                    **about, duty=duty.id, round=last, due=standing.rounds[-1].due, reason=reason
                )
            )
        if standing is not None and standing.excused != "office" and standing.planned != duty.due:
            facts.append(
                DutyExtended(
                    **about,
                    duty=duty.id,
                    round=0,
                    due=_due(standing, duty),
                    reason=reason,
                    planned=duty.due,
                )
            )
    for gone, standing in state.duties.items():
        if gone not in planned and not standing.excused:
            facts.append(DutyExcused(**about, duty=gone, reason=reason, by_plan=True))
    return with_duties(state, facts, about)


def _due(standing: DutyState, duty: Duty) -> Moment:
    return max(standing.granted, duty.due) if standing.granted else duty.due


def reason_for(case: Case) -> str:
    """Why the unit's duties become what the plan gives it: the plan's reason, and for one that left
    it because it ended, who took over.
    """
    in_force, record = case.plan_in_force, case.directory.unit(case.unit)
    if case.participant is not None or record is None or not record.ended(case.day):
        return in_force.reason
    ended = say_day(record.valid_to) if record.valid_to else ""
    heirs = [case.directory.name(heir, case.day) for heir in case.heirs(case.unit)]
    took_over = f"; đơn vị kế thừa: {named(heirs)}" if heirs else ""
    return f"{in_force.reason} (đơn vị kết thúc ngày {ended}{took_over})"[:LONGEST]
