"""Registry, domain: which duties the records meet, and since when, as facts where that changed."""

from collections.abc import Iterable
from datetime import datetime
from typing import assert_never

from contracts.facts import DutyMet, DutyReopened, UnitHistoryFact
from contracts.values import ReceiptOrder
from services.registry.domain.decision import About
from services.registry.domain.history.participation import (
    DutyState,
    Participation,
    RoundState,
    evolve,
)

_NOTHING_LEFT = "Không còn hoạt động nào đáp ứng nội dung này"
_RETURNED = "Báo cáo được đề nghị bổ sung, chỉnh lý"


def with_duties(
    state: Participation, facts: Iterable[UnitHistoryFact], about: About
) -> tuple[UnitHistoryFact, ...]:
    """The given facts and what they do to the unit's duties."""
    facts = tuple(facts)
    return (*facts, *judge(evolve(state, facts), about))


def judge(state: Participation, about: About) -> list[UnitHistoryFact]:
    """What must be said so that every duty stands as the records say.

    A declare duty is met by the first activity that is not withdrawn; a hold duty when at least
    one was held and none that is not withdrawn is left unheld, by the last of them; a report duty,
    round by round, by the first report later than the version that was returned.
    """
    facts: list[UnitHistoryFact] = []
    for duty, standing in state.duties.items():
        if standing.excused:
            continue
        rounds = list(standing.rounds)
        if standing.duty.kind == "report":
            facts += (opened := _rounds_of_returns(duty, standing, state, about))
            rounds += [RoundState(fact.due) for fact in opened]
        for number, present in enumerate(rounds):
            facts += _said(duty, number, present, _met(state, standing, number), about)
    return facts


def _rounds_of_returns(
    duty: str, standing: DutyState, state: Participation, about: About
) -> list[DutyReopened]:
    """Each return opens a round with a due moment of its own."""
    first = len(standing.rounds)
    missing = state.returns[first - 1 :]
    return [
        DutyReopened(**about, duty=duty, round=first + index, due=returned.due, reason=_RETURNED)
        for index, returned in enumerate(missing)
    ]


def _met(state: Participation, standing: DutyState, number: int) -> datetime | None:
    """When the round of this number is met, by the records."""
    order: ReceiptOrder | None
    match standing.duty.kind:
        case "declare":
            order = state.alive.oldest()
        case "hold":
            all_held = len(state.carried_out) == len(state.alive)
            order = state.carried_out.newest() if all_held else None
        case "report":
            # Versions count from 1: what answers the return of version n is version n + 1.
            returned = state.returns[number - 1].version if number else 0
            later = state.versions[returned : returned + 1]
            order = later[0].receipt.order if later else None
        case _:
            assert_never(standing.duty.kind)
    return order[0] if order else None


def _said(
    duty: str, number: int, present: RoundState, met_at: datetime | None, about: About
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
    return [DutyMet(**about, duty=duty, round=number, met_at=met_at, due=due, on_time=on_time)]
