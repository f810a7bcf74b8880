"""Registry, domain: which duties the records meet, and since when, as facts where that changed.

A round that was met stays as it was judged, whatever comes later; only an extension, or the day in
the register of incoming documents, may judge it again, to the unit's good. What takes its evidence
away opens a round with a clock of its own.
"""

from collections.abc import Iterable, Iterator
from typing import assert_never

from contracts.facts import UnitHistoryFact
from services.registry.domain.case import Case
from services.registry.domain.history.duty import DutyState
from services.registry.domain.history.participation import Participation, evolve
from services.registry.domain.judge import activities, reports
from services.registry.domain.judge.rounds import met


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
                said += activities.declare(state, standing, facts, case)
            case "hold":
                said += activities.hold(state, standing, facts, case)
            case "report":
                said += reports.report(state, standing, case)
            case "approve":
                said += reports.approve(state, standing, case)
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
            yield met(standing, number, one.met_at, one.due, case)
