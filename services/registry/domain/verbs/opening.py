"""Registry, domain: brings one unit's duties to what a revision of the plan says, idempotently.

No later rule makes anybody late: what was met stays met, what is opened or moved leaves a working
day at least.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from contracts.commands import OpenDuties
from contracts.facts import (
    DutyChanged,
    DutyExcused,
    DutyExtended,
    DutyMet,
    DutyOpened,
    DutyReopened,
    PlanApplied,
    UnitHistoryFact,
)
from contracts.owed import APPROVAL, Duty
from services.registry.domain.case import Case
from services.registry.domain.decision import Decision, say_day
from services.registry.domain.history.duty import DutyState
from services.registry.domain.history.participation import Participation, evolve
from services.registry.domain.judge.run import with_duties
from services.registry.domain.owing import duties_of
from services.registry.domain.succession import named
from services.registry.domain.verbs.part.reports import approval

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
    in_force = case.plan_in_force
    planned: dict[str, Duty] = {}
    if case.participant:
        duties = duties_of(case.plan, case.participant, in_force.instances)
        planned = {duty.id: duty for duty in duties}
        planned |= _approvals(state, planned, case)
    facts: list[UnitHistoryFact] = [PlanApplied(**case.about, revision=in_force.revision)]
    for duty in planned.values():
        standing = state.duties.get(duty.id)
        if standing is None:
            facts += _open(duty, case)
        else:
            facts += _follow(standing, duty, case)
    for gone, standing in state.duties.items():
        if gone not in planned and standing.status == "owing":
            reason = reason_for(case)
            facts.append(DutyExcused(**case.about, duty=gone, reason=reason, cause="plan"))
    followed = with_duties(state, facts, case)
    moved = tuple(_moved_by_events(evolve(state, followed), state.revision, case))
    return (*followed, *with_duties(evolve(state, followed), moved, case)) if moved else followed


def _moved_by_events(state: Participation, followed: int, case: Case) -> Iterator[UnitHistoryFact]:
    """What the unit owes before the end of an event that nobody could help is due one working day
    after it; what was late before we heard of it stays so.
    """
    in_force = case.plan_in_force
    for revision, event in in_force.events:
        if revision <= followed or case.unit not in event.units:
            continue
        until = event.until.cut(case.plan.zone)
        due = case.working_days.one_working_day_after(until, case.plan.zone)
        for standing in state.duties.values():
            present = standing.present
            if standing.status == "owing" and in_force.receipt.at < present.due < due:
                yield DutyExtended(
                    **case.about,
                    duty=standing.duty.id,
                    round=len(standing.rounds) - 1,
                    due=due,
                    reason=in_force.reason,
                    quiet_until=until,
                )


def _approvals(state: Participation, planned: Mapping[str, Duty], case: Case) -> dict[str, Duty]:
    """The approvals that are asked for already, as the plan has them now."""
    found = {}
    for name, standing in state.duties.items():
        reported = planned.get(name.removesuffix(APPROVAL))
        if standing.duty.kind != "approve" or reported is None or reported.through is None:
            continue
        if entry := case.entry(reported.owed):
            duty = approval(reported, entry, case)
            found[name] = duty.model_copy(update={"due": standing.planned})
    return found


def _open(duty: Duty, case: Case) -> Iterator[UnitHistoryFact]:
    """A duty that is new to the unit. What was due before its plan, or this revision of it, could
    be heard of is owed a working day later; of a recurring entry it is not owed at all.
    """
    if took_over := _taken_over(duty, case):
        yield from took_over
        return
    in_force, soonest = case.plan_in_force, _soonest(case)
    amended = in_force.revision > 1
    too_soon = duty.due < soonest if amended else duty.due <= in_force.receipt.at
    if not too_soon:
        yield DutyOpened(**case.about, duty=duty)
    elif duty.period is None:
        yield DutyOpened(**case.about, duty=duty.model_copy(update={"due": soonest}))


def _taken_over(duty: Duty, case: Case) -> tuple[UnitHistoryFact, ...]:
    """A duty that all met whom the unit took over from is met, as the worst of them met it; one
    that the office excused all of them from is excused. Else there is nothing to take over.
    """
    before = {
        name: part.duties[duty.id]
        for name, part in case.inherited.items()
        if duty.id in part.duties and part.duties[duty.id].duty.kind == duty.kind
    }
    names = sorted(before)
    if before and all(one.status == "met" for one in before.values()):
        first = [one.rounds[0] for one in before.values()]
        worst = max(first, key=lambda one: (not one.on_time, one.met_at or one.due))
        opened = DutyOpened(**case.about, duty=duty.model_copy(update={"due": worst.due}))
        met = DutyMet(
            **case.about,
            duty=duty.id,
            round=0,
            met_at=worst.met_at or worst.due,
            due=worst.due,
            on_time=bool(worst.on_time),
            inherited_from=names,
        )
        return opened, met
    if before and all(one.excused == "office" for one in before.values()):
        reason = f"Kế thừa đơn vị đã được miễn: {named(names)}"
        excused = DutyExcused(**case.about, duty=duty.id, reason=reason)
        return DutyOpened(**case.about, duty=duty), excused
    return ()


def _soonest(case: Case) -> datetime:
    """The soonest due moment that this revision may set: judged by its own receipt, however late
    the unit's part follows it.
    """
    return case.working_days.one_working_day_after(case.plan_in_force.receipt.at, case.plan.zone)


def _follow(standing: DutyState, duty: Duty, case: Case) -> Iterator[UnitHistoryFact]:
    """A duty that the unit has already, as the plan has it now."""
    about, reason = case.about, reason_for(case)
    kept = standing.duty.model_copy(update={"due": duty.due, "deadline": duty.deadline})
    if kept != duty:
        yield DutyChanged(**about, duty=duty, reason=reason)
    if standing.excused == "office":
        return
    due = _due(standing, duty, case)
    if standing.excused == "plan":
        last = len(standing.rounds) - 1
        present = standing.present.due if last else due
        yield DutyReopened(
            **about, duty=duty.id, round=last, due=max(present, _soonest(case)), reason=reason
        )
        due = max(due, _soonest(case))
    if standing.planned != duty.due and (standing.status != "met" or due > standing.rounds[0].due):
        yield DutyExtended(**about, duty=duty.id, round=0, due=due, reason=reason, planned=duty.due)


def _due(standing: DutyState, duty: Duty, case: Case) -> datetime:
    """When the first round is due by the new plan: not before what the office granted, and where
    it moves earlier, not so that nobody could keep it.
    """
    due = max(standing.granted, duty.due) if standing.granted else duty.due
    present = standing.rounds[0].due
    if due >= present:
        return due
    return present if duty.period else max(due, min(present, _soonest(case)))


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
