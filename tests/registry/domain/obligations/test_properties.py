"""What holds under any plan, after any history (design, invariants 2 to 5)."""

from copy import copy
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given

from contracts.words import DUTY_STATUSES
from tests.registry.domain.obligations.plans import Step, begin, histories, plans, take
from tests.registry.domain.obligations.remedies import evidenced, remedy
from tests.registry.given import Part
from tests.registry.plans import hour
from tests.thorough import thorough


@thorough
@given(plans(), histories())
def test_what_is_owed_can_be_met(plan: dict[str, Any], history: list[Step]) -> None:
    """In every state that any history can reach: nothing closes or amends a unit into a corner."""
    one = begin(plan)
    for step in history:
        take(one, step)
    for name, standing in one.state.duties.items():
        if standing.status != "owing":
            continue
        tried, said = copy(one), []
        for number, (command, by, fields) in enumerate(remedy(one, standing), 1):
            decision = tried.send(command, history[-1].hour + number / 100, by=by, **fields)
            said.append((command.__name__, decision.outcome, decision.refused_for))
        assert tried.state.duties[name].status == "met", (name, said)


def on_time(one: Part) -> dict[str, tuple[bool | None, ...]]:
    return {
        name: tuple(present.on_time for present in standing.rounds)
        for name, standing in one.state.duties.items()
    }


@thorough
@given(plans(), histories())
def test_nobody_is_made_late_by_what_comes_later(plan: dict[str, Any], history: list[Step]) -> None:
    """A round that was met in time stays so; no amendment takes back what was met, or leaves less
    than a working day.
    """
    one = begin(plan)
    for step in history:
        before, dues = on_time(one), due_moments(one)
        kept = met(one)
        take(one, step)
        for name, rounds in before.items():
            for number, was in enumerate(rounds):
                now = one.state.duties[name].rounds[number]
                assert not was or now.on_time or now.met_at is None
        if step.command is None:
            assert kept <= met(one)
            for name, due in due_moments(one).items():
                fair = hour(step.hour) + timedelta(days=1)
                assert due >= min(dues.get(name, fair), fair)


def met(one: Part) -> set[str]:
    return {name for name, duty in one.state.duties.items() if duty.status == "met"}


def due_moments(one: Part) -> dict[str, datetime]:
    """When each duty is due that is owing now."""
    owing = {name: duty for name, duty in one.state.duties.items() if duty.status == "owing"}
    return {name: duty.present.due for name, duty in owing.items()}


@thorough
@given(plans(), histories())
def test_a_duty_is_met_by_its_own_evidence_only(plan: dict[str, Any], history: list[Step]) -> None:
    """Whenever one is said to be met, what the plan asks for is there."""
    one = begin(plan)
    for step in history:
        before = met(one)
        take(one, step)
        for name, standing in one.state.duties.items():
            if standing.status == "met" and name not in before:
                assert evidenced(one.state, standing), name


@thorough
@given(plans(), histories())
def test_the_duties_are_those_met_owing_and_excused(
    plan: dict[str, Any], history: list[Step]
) -> None:
    one = begin(plan)
    for step in history:
        take(one, step)
        found = [standing.status for standing in one.state.duties.values()]
        assert sum(found.count(word) for word in DUTY_STATUSES) == len(found)
        for standing in one.state.duties.values():
            assert standing.status != "met" or standing.rounds[0].on_time is not None
