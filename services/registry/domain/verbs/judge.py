"""Registry, domain: which duties the records meet, and since when, as facts where that changed."""

from collections.abc import Iterable
from datetime import datetime
from typing import assert_never

from contracts.facts import DutyMet, DutyReopened, UnitHistoryFact
from services.registry.domain.activity import Order
from services.registry.domain.decision import About
from services.registry.domain.participation import (
    DutyPart,
    Participation,
    RoundPart,
    evolve_all,
)


def first_after(received: Iterable[Order], bound: Order | None) -> Order | None:
    """The earliest of some receipts later than `bound`."""
    return min((order for order in received if bound is None or order > bound), default=None)


def bounds(state: Participation) -> list[Order | None]:
    """Per round of a report duty, the receipt that what meets it must be later than."""
    returned = [state.versions[fact.version - 1].receipt.order for fact in state.returns]
    return [None, *returned]


def after_records(
    state: Participation, facts: list[UnitHistoryFact], about: About
) -> tuple[UnitHistoryFact, ...]:
    """The given facts and what they do to the unit's duties."""
    return (*facts, *judge(evolve_all(state, facts), about))


def judge(state: Participation, about: About) -> list[UnitHistoryFact]:
    """What must be said so that every duty stands as the records say.

    A declare duty is met by the first activity that is not withdrawn; a hold duty when at least
    one was held and none that is not withdrawn is left unheld, by the last of them; a report duty,
    round by round, by the first report later than the version that was returned.
    """
    facts: list[UnitHistoryFact] = []
    for duty, part in state.duties.items():
        if part.excused:
            continue
        rounds = list(part.rounds)
        if part.duty.kind == "report":
            facts += (opened := _rounds_of_returns(duty, part, state, about))
            rounds += [RoundPart(fact.due) for fact in opened]
        for number, (present, met_at) in enumerate(zip(rounds, _met(state, part), strict=True)):
            facts += _said(duty, number, present, met_at, about)
    return facts


def _rounds_of_returns(
    duty: str, part: DutyPart, state: Participation, about: About
) -> list[DutyReopened]:
    """Each return opens a round with a due moment of its own."""
    known = len(part.rounds)
    missing = state.returns[known - 1 :]
    return [
        DutyReopened(**about, duty=duty, round=known + index, due=returned.due, reason=_RETURNED)
        for index, returned in enumerate(missing)
    ]


def _met(state: Participation, part: DutyPart) -> list[datetime | None]:
    """When each round is met, by the records."""
    orders: list[Order | None]
    match part.duty.kind:
        case "declare":
            since = [activity.alive_since for activity in state.activities.values()]
            orders = [min((order for order in since if order), default=None)]
        case "hold":
            held = [a.held_since for a in state.activities.values() if not a.withdrawn]
            orders = [max((o for o in held if o), default=None) if all(held) else None]
        case "report":
            orders = [first_after(state.received, bound) for bound in bounds(state)]
        case _:
            assert_never(part.duty.kind)
    return [order[0] if order else None for order in orders]


def _said(
    duty: str, number: int, present: RoundPart, met_at: datetime | None, about: About
) -> list[UnitHistoryFact]:
    """The difference between a round as it was said last and as the records say."""
    due = present.due
    if met_at is None:
        if present.met_at is None:
            return []
        return [DutyReopened(**about, duty=duty, round=number, due=due, reason=_NOTHING_LEFT)]
    if (present.met_at, present.judged_by) == (met_at, due):
        return []
    on_time = met_at < due
    return [
        DutyMet(**about, duty=duty, round=number, met_at=met_at, due=due, on_time=on_time),
    ]


_NOTHING_LEFT = "Không còn hoạt động nào đáp ứng nghĩa vụ này"
_RETURNED = "Báo cáo được trả lại để chỉnh sửa"
