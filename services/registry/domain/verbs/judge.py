"""Registry, domain: which duties the records meet, and since when, as facts where that changed.

A round that was met stays as it was judged, whatever comes later; only an extension, or the day in
the register of incoming documents, may judge it again, to the unit's good. What takes its evidence
away opens a round with a clock of its own.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import assert_never

from contracts.facts import (
    ActivityChanged,
    ActivityDeclared,
    ActivityVoided,
    ActivityWithdrawn,
    DutyExcused,
    DutyExtended,
    DutyMet,
    DutyReopened,
    UnitHistoryFact,
)
from contracts.owed import APPROVAL, Duty, MetBy
from contracts.values import ReceiptOrder
from contracts.words import ExcuseCause
from services.registry.domain.case import Case
from services.registry.domain.history.activity import Evidence
from services.registry.domain.history.duty import DutyState, RoundState
from services.registry.domain.history.participation import Participation, evolve

_NOTHING_LEFT = "Không còn hoạt động nào đáp ứng nội dung này"
_NO_ACTIVITY = "Không còn hoạt động: các hoạt động đã đăng ký đều không tổ chức"
_ANOTHER = "Có hoạt động mới đăng ký sau khi đã hoàn thành"
_POSTPONED = "Hoạt động lùi ngày"
_NOTHING = "Đơn vị báo không có hoạt động để đăng ký"


def with_duties(
    state: Participation, facts: Iterable[UnitHistoryFact], case: Case
) -> tuple[UnitHistoryFact, ...]:
    """The given facts and what they do to the unit's duties."""
    facts = tuple(facts)
    state = evolve(state, facts)
    while said := _judge(state, facts, case):
        facts += said
        state = evolve(state, said)
    return facts


def _judge(
    state: Participation, facts: tuple[UnitHistoryFact, ...], case: Case
) -> tuple[UnitHistoryFact, ...]:
    """What must be said so that every duty stands as the records say, after `facts`; a round that
    this opens may be met at once, so it is asked again until there is nothing to say.
    """
    said: list[UnitHistoryFact] = []
    for standing in state.duties.values():
        match standing.duty.kind:
            case "declare":
                said += _declare(state, standing, facts, case)
            case "hold":
                said += _hold(state, standing, facts, case)
            case "report":
                said += _report(state, standing, case)
            case "approve":
                said += _approve(state, standing, case)
            case _:
                assert_never(standing.duty.kind)
        said += _judged_again(standing, case)
    return tuple(said)


def _judged_again(standing: DutyState, case: Case) -> Iterator[UnitHistoryFact]:
    """Rounds that were met and whose due moment moved since."""
    if standing.excused:
        return
    for number, one in enumerate(standing.rounds):
        if one.met_at is not None and one.judged_by != one.due:
            yield _met(standing, number, one.met_at, one.due, case)


def _met(standing: DutyState, number: int, met_at: datetime, due: datetime, case: Case) -> DutyMet:
    return DutyMet(
        **case.about,
        duty=standing.duty.id,
        round=number,
        met_at=met_at,
        due=due,
        on_time=met_at < due,
    )


def _now_met(standing: DutyState, met_at: datetime, case: Case) -> DutyMet:
    number = len(standing.rounds) - 1
    return _met(standing, number, met_at, standing.present.due, case)


def _again(standing: DutyState, reason: str, case: Case) -> DutyReopened:
    """The present round is owed again, by its own due moment."""
    number = len(standing.rounds) - 1
    due = standing.present.due
    return DutyReopened(**case.about, duty=standing.duty.id, round=number, due=due, reason=reason)


def next_round(
    standing: DutyState, due: datetime, reason: str, case: Case, after_version: int = 0
) -> DutyReopened:
    """A round with a clock of its own."""
    return DutyReopened(
        **case.about,
        duty=standing.duty.id,
        round=len(standing.rounds),
        due=due,
        reason=reason,
        after_version=after_version,
    )


def _declare(
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
            yield _again(standing, _NOTHING_LEFT, case)
        return
    declared = alive.at(number)
    if nothing := state.nothing.get(name):
        yield _now_met(standing, present.once or nothing.receipt.at, case)
    elif declared:
        yield _now_met(standing, present.once or _in_round(present, declared), case)


def _moved(facts: tuple[UnitHistoryFact, ...]) -> bool:
    """Whether the unit did something about an activity; no amendment takes back what was met."""
    kinds = ActivityDeclared | ActivityChanged | ActivityWithdrawn
    return any(isinstance(fact, kinds) for fact in facts)


def _in_round(present: RoundState, order: ReceiptOrder) -> datetime:
    """The moment of what meets a round; what was there when it was opened meets it from then on."""
    return max(order, present.opened)[0] if present.opened else order[0]


def _hold(
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
            yield _now_met(standing, _in_round(present, satisfied), case)
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
        yield _again(standing, _NOTHING_LEFT, case)


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
    had = any(one.status == "withdrawn" and one.meets(mine) for one in state.activities.values())
    after = max((one.rounds[0].due for one in declares), default=standing.present.due)
    return _NO_ACTIVITY if had and case.receipt.at >= after else None


def _covers(wide: MetBy, narrow: MetBy) -> bool:
    """Whether all that meets `narrow` meets `wide` too."""
    return (
        not wide.assignments
        or (bool(narrow.assignments) and set(narrow.assignments) <= set(wide.assignments))
    ) and (not wide.kinds or (bool(narrow.kinds) and set(narrow.kinds) <= set(wide.kinds)))


def _report(state: Participation, standing: DutyState, case: Case) -> Iterator[UnitHistoryFact]:
    """Met by the first version of the round, its document, or both, as the entry wants.

    A round that was met is judged again only where an earlier document becomes known.
    """
    present = standing.present
    met_at = report_met(state, standing)
    if standing.excused or met_at is None:
        return
    if present.met_at is None or met_at < present.met_at:
        yield _now_met(standing, met_at, case)


def report_met(state: Participation, standing: DutyState) -> datetime | None:
    """When the present round of a report duty is met, by the records."""
    present, duty = standing.present, standing.duty
    report = state.report_on(duty.id)
    version = report.first_after(present.after)
    figures = version.receipt.at if version else None
    document = report.documented_since(present.opened)
    moments: tuple[datetime | None, ...]
    match duty.wants:
        case "data":
            moments = (figures,)
        case "document":
            moments = (document,)
        case "both":
            moments = (figures, document)
        case _:
            assert_never(duty.wants)
    if None in moments:
        return None
    match duty.judged_by:
        case "figures":
            return figures or document
        case "document":
            return document or figures
        case "first":
            return min(filter(None, (figures, document)))
        case _:
            assert_never(duty.judged_by)


def _approve(state: Participation, standing: DutyState, case: Case) -> Iterator[UnitHistoryFact]:
    """Met when nothing waits for the approval; each later version that does opens a round."""
    if standing.excused:
        return
    waiting = awaits(state, standing.duty.id.removesuffix(APPROVAL))
    if waiting and standing.present.met_at is not None:
        yield next_round(standing, approval_due(standing.duty, case), standing.duty.title, case)
    elif not waiting and standing.present.met_at is None:
        yield _now_met(standing, case.receipt.at, case)


def awaits(state: Participation, duty: str) -> bool:
    """Whether the newest version for a duty awaits approval."""
    newest = state.report_on(duty).newest
    return newest is not None and newest.awaiting


def approval_due(duty: Duty, case: Case) -> datetime:
    """When an approval is due that is asked for now."""
    days = case.working_days.nth(case.day, duty.days_after)
    planned = duty.deadline.cut(case.plan.zone) if duty.deadline else None
    return max(case.end_of(days), planned) if planned else case.end_of(days)
