"""The state that decisions read is what the facts say, recomputed in the plainest way."""

from functools import reduce
from typing import Any

from hypothesis import given

from contracts.facts import (
    ActivityChanged,
    ActivityDeclared,
    ActivityHeld,
    ActivityWithdrawn,
)
from contracts.records import Activity
from contracts.values import ReceiptOrder
from contracts.words import TOLD_STATUSES
from services.registry.domain.history.activity import claims, gather
from services.registry.domain.history.participation import Participation, evolve
from services.registry.domain.history.ranked import Ranked
from tests.registry.domain.histories import Sent, activities, histories, take
from tests.registry.given import Part

Entry = tuple[ReceiptOrder, Activity | None]
"""Since when an activity had this record; None since it was withdrawn."""


def entries(facts: list[Any]) -> dict[str, list[Entry]]:
    """What was said about each activity, oldest first."""
    said: dict[str, list[Entry]] = {}
    for fact in facts:
        match fact:
            case ActivityDeclared() | ActivityChanged():
                said.setdefault(fact.activity.id, []).append((fact.receipt.order, fact.activity))
            case ActivityWithdrawn():
                said[fact.activity].append((fact.receipt.order, None))
    return said


def since(history: list[Entry], *statuses: str) -> ReceiptOrder | None:
    """Since when the activity has had one of the statuses without a break; None if it has not."""
    start = None
    for order, record in history:
        if record is None or record.status not in statuses:
            start = None
        elif start is None:
            start = order
    return start


def listed(ranked: Ranked) -> list[tuple[str, ReceiptOrder]]:
    found = [ranked.names[number] for number in sorted(ranked.names)]
    assert [name for name, _ in found] == sorted(ranked.places, key=ranked.places.__getitem__)
    return found


def by_since(said: dict[str, list[Entry]], *statuses: str) -> list[tuple[str, ReceiptOrder]]:
    starts = {name: since(history, *statuses) for name, history in said.items()}
    present = [(name, start) for name, start in starts.items() if start is not None]
    return sorted(present, key=lambda entry: entry[1])


@given(histories(activities))
def test_what_is_alive_carried_out_and_claimed_is_what_the_facts_say(history: list[Sent]) -> None:
    """After every single command: in the order of since when, withdrawn and unheld ones gone."""
    part, facts = Part(), []
    for sent in history:
        facts += take(sent, part).facts
        said, state = entries(facts), part.state
        for evidence in state.evidence.values():
            assert listed(evidence.alive) == by_since(said, *TOLD_STATUSES)
            assert listed(evidence.held) == by_since(said, "held")
            withdrawn = {
                name for name, one in state.activities.items() if one.status == "withdrawn"
            }
            assert {*evidence.withdrawn.places} == withdrawn
        present = {name: record for name, said_of in said.items() if (record := said_of[-1][1])}
        claimed: dict[str, set[str]] = {}
        for name, record in present.items():
            for key in claims(record):
                claimed.setdefault(key, set()).add(name)
        assert {key: set(names) for key, names in state.claims.items()} == claimed
        assert all(len(names) == len({*names}) for names in state.claims.values())
        assert {name for name, one in state.activities.items() if one.alive} == {*present}
        assert {name: state.activities[name].record for name in present} == present
        assert state.size == sum(one.size for one in state.activities.values())


@given(histories(activities))
def test_evidence_that_is_kept_is_what_would_be_gathered_for_a_duty_that_is_new(
    history: list[Sent],
) -> None:
    part = Part()
    for sent in history:
        take(sent, part)
    for name, kept in part.state.evidence.items():
        found = gather(part.state.activities, part.state.duties[name].duty.met_by)
        assert listed(found.alive) == listed(kept.alive)
        assert listed(found.held) == listed(kept.held)
        assert {*found.withdrawn.places} == {*kept.withdrawn.places}


@given(histories(activities))
def test_a_history_read_at_once_is_the_one_that_was_lived_through(history: list[Sent]) -> None:
    part = Part(opened=False)
    facts = [*part.open().facts]
    for sent in history:
        facts += take(sent, part).facts
    lived = reduce(lambda state, fact: evolve(state, [fact]), facts, Participation())
    assert evolve(Participation(), facts) == lived


@given(histories(activities))
def test_an_activity_is_said_to_be_held_once_each_time_it_begins_to_be(history: list[Sent]) -> None:
    part, facts = Part(), []
    for sent in history:
        facts += take(sent, part).facts
    held = [(fact.activity, fact.receipt.order) for fact in facts if isinstance(fact, ActivityHeld)]
    begun = [
        (name, order)
        for name, said_of in entries(facts).items()
        for before, (order, record) in zip([None, *(r for _, r in said_of)], said_of, strict=False)
        if record and record.status == "held" and (before is None or before.status != "held")
    ]
    assert sorted(held) == sorted(begun)
