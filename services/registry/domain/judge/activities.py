"""Registry, domain: when a duty to declare or to hold activities is met, and when no more."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import assert_never

from contracts.facts import (
    ActivityChanged,
    ActivityDeclared,
    ActivityVoided,
    ActivityWithdrawn,
    DutyExcused,
    DutyExtended,
    DutyReopened,
    UnitHistoryFact,
)
from contracts.owed import Duty, MetBy
from contracts.values import ReceiptOrder
from contracts.words import ExcuseCause
from services.registry.domain.case import Case
from services.registry.domain.history.activity import Evidence
from services.registry.domain.history.duty import DutyState
from services.registry.domain.history.participation import Participation
from services.registry.domain.judge.rounds import again, in_round, next_round, now_met

_NOTHING_LEFT = "Không còn hoạt động nào đáp ứng nội dung này"
_NO_ACTIVITY = "Không còn hoạt động: các hoạt động đã đăng ký đều không tổ chức"
_ANOTHER = "Có hoạt động mới đăng ký sau khi đã hoàn thành"
_POSTPONED = "Hoạt động lùi ngày"
_NOTHING = "Đơn vị báo không có hoạt động để đăng ký"


def declare(
    state: Participation, standing: DutyState, facts: tuple[UnitHistoryFact, ...], case: Case
) -> Iterator[UnitHistoryFact]:
    """Met once so many are declared, or nothing is; what is withdrawn after the due moment leaves
    it met, and what is declared in place of one withdrawn keeps the first moment.
    """
    if standing.excused:
        return
    name, number = standing.duty.id, standing.duty.met_by.number
    alive, present = state.evidence[name].alive, standing.present
    if present.met_at is not None:
        kept = present.inherited or name in state.nothing
        gone = len(alive) < number and not kept and _moved(facts)
        if gone and case.receipt.at < present.due:
            yield again(standing, _NOTHING_LEFT, case)
        return
    declared = alive.at(number)
    if nothing := state.nothing.get(name):
        yield now_met(standing, present.once or nothing.receipt.at, case)
    elif declared:
        yield now_met(standing, present.once or in_round(present, declared), case)


def _moved(facts: tuple[UnitHistoryFact, ...]) -> bool:
    """Whether the unit did something about an activity; no amendment takes back what was met."""
    kinds = ActivityDeclared | ActivityChanged | ActivityWithdrawn
    return any(isinstance(fact, kinds) for fact in facts)


def hold(
    state: Participation, standing: DutyState, facts: tuple[UnitHistoryFact, ...], case: Case
) -> Iterator[UnitHistoryFact]:
    name, present = standing.duty.id, standing.present
    evidence = state.evidence[name]
    if standing.excused in ("office", "plan"):
        return
    if standing.excused:
        if evidence.alive:
            yield _owed_for_another(state, standing, facts, case)
        return
    satisfied = is_held(standing.duty.met_by, evidence)
    if present.met_at is None:
        if satisfied:
            yield now_met(standing, in_round(present, satisfied), case)
        elif not evidence.alive and (reason := _without_object(state, standing, facts, case)):
            cause: ExcuseCause = "nothing-declared" if reason == _NOTHING else "no-activity"
            yield DutyExcused(**case.about, duty=name, reason=reason, cause=cause)
        elif (moved := _postponed_to(state, standing, facts, case)) and moved > present.due:
            yield DutyExtended(
                **case.about,
                duty=name,
                round=len(standing.rounds) - 1,
                due=moved,
                reason=_POSTPONED,
            )
    elif not satisfied and _moved(facts):
        yield from _no_longer_held(state, standing, facts, case)


def _no_longer_held(
    state: Participation, standing: DutyState, facts: tuple[UnitHistoryFact, ...], case: Case
) -> Iterator[UnitHistoryFact]:
    """A hold duty that was met is not any more: by one more activity, or by one taken away."""
    alive = state.evidence[standing.duty.id].alive
    if _told(state, facts, standing.duty.met_by):
        yield _owed_for_another(state, standing, facts, case)
    elif standing.present.inherited:
        return
    elif not alive and (reason := _without_object(state, standing, facts, case)):
        yield DutyExcused(**case.about, duty=standing.duty.id, reason=reason, cause="no-activity")
    else:
        yield again(standing, _NOTHING_LEFT, case)


def is_held(met_by: MetBy, evidence: Evidence) -> ReceiptOrder | None:
    """Since when as many were held as are asked; None while they are not."""
    held = len(evidence.held)
    if held < met_by.number:
        return None
    match met_by.measure:
        case "at-least":
            return evidence.held.at(met_by.number)
        case "all":
            return evidence.held.newest() if held == len(evidence.alive) else None
        case _:
            assert_never(met_by.measure)


def _told(
    state: Participation, facts: tuple[UnitHistoryFact, ...], met_by: MetBy
) -> list[ActivityDeclared | ActivityChanged]:
    """The records among the facts that speak of an activity of the duty which is yet to be held."""
    return [
        fact
        for fact in facts
        if isinstance(fact, ActivityDeclared | ActivityChanged)
        and (now := state.activities[fact.activity.id]).meets(met_by)
        and now.held_since is None
    ]


def _owed_for_another(
    state: Participation, standing: DutyState, facts: tuple[UnitHistoryFact, ...], case: Case
) -> DutyReopened:
    """Owed for a later activity only, some working days after its end; what was met stays so."""
    ends = [fact.activity.ends_on for fact in _told(state, facts, standing.duty.met_by)]
    due = _after_end(max(ends, default=case.day), standing.duty, case)
    due = max(due, case.soonest, standing.present.due)
    if standing.present.met_at is not None:
        return next_round(standing, due, _ANOTHER, case)
    number = len(standing.rounds) - 1
    return DutyReopened(**case.about, duty=standing.duty.id, round=number, due=due, reason=_ANOTHER)


def _after_end(day: date, duty: Duty, case: Case) -> datetime:
    return case.end_of(case.working_days.nth(day, duty.days_after))


def _postponed_to(
    state: Participation, standing: DutyState, facts: tuple[UnitHistoryFact, ...], case: Case
) -> datetime | None:
    """Where the duty goes with an activity that was postponed beyond its due day."""
    limit, due = standing.duty.moves_until, standing.present.due
    ends = [
        fact.activity.ends_on
        for fact in _told(state, facts, standing.duty.met_by)
        if fact.activity.status == "postponed" and case.end_of(fact.activity.ends_on) > due
    ]
    if limit is None or not ends:
        return None
    return min(_after_end(max(ends), standing.duty, case), case.end_of(limit))


def _without_object(
    state: Participation, standing: DutyState, facts: tuple[UnitHistoryFact, ...], case: Case
) -> str | None:
    """Why a hold duty without any activity has nothing left to ask for; None where it still has.

    The unit declared nothing; or all that it had declared was withdrawn after the day by which it
    had to declare.
    """
    mine = standing.duty.met_by
    declares = [
        one
        for one in state.duties.values()
        if one.duty.kind == "declare" and not one.excused and _covers(one.duty.met_by, mine)
    ]
    if standing.duty.id in state.nothing or any(one.duty.id in state.nothing for one in declares):
        return _NOTHING
    if any(isinstance(fact, ActivityVoided) for fact in facts):
        return None
    after = max((one.rounds[0].due for one in declares), default=standing.present.due)
    had = state.evidence[standing.duty.id].withdrawn
    return _NO_ACTIVITY if had and case.receipt.at >= after else None


def _covers(wide: MetBy, narrow: MetBy) -> bool:
    """Whether all that meets `narrow` meets `wide` too."""
    return (
        not wide.assignments
        or (bool(narrow.assignments) and set(narrow.assignments) <= set(wide.assignments))
    ) and (not wide.kinds or (bool(narrow.kinds) and set(narrow.kinds) <= set(wide.kinds)))
