"""The registry's own pure decisions over the example, without a server."""

from collections import Counter
from typing import Any

import pytest
from services.registry.domain.opening import open_duties

from contracts.commands import COMMANDS, PublishPlan
from contracts.facts import PlanPublished, UnitRecorded
from contracts.values import Receipt
from services.registry.domain import directory as directories
from services.registry.domain import plans
from services.registry.domain.decide import decide
from services.registry.domain.decision import Case
from services.registry.domain.directory import Directory
from services.registry.domain.participation import Participation, absorb
from tests.examples.tally import START, Entry, example, load, moment

TALLY = example()
AT_THE_DOOR = {
    "not-json", "wrong-form", "unknown-type", "field-missing", "field-unknown", "wrong-type",
    "out-of-range", "verb-mismatch", "too-large", "unknown-plan", "unknown-unit",
}  # fmt: skip
"""Refused before there is a unit's part to decide on."""


def receipt(sequence: int, sender: str, at: Any = START) -> Receipt:
    return Receipt(at=at, sequence=sequence, command=f"c{sequence}", sender=sender)


@pytest.fixture(scope="module")
def directory() -> Directory:
    return directories.evolve(
        Directory(),
        [UnitRecorded(record=unit, receipt=receipt(0, "operator")) for unit in TALLY.units],
    )


@pytest.fixture(scope="module")
def published(directory: Directory) -> plans.PlanInForce:
    by = receipt(1, TALLY.plan.collecting_office)
    decision = plans.publish(PublishPlan(plan=TALLY.plan), None, directory, by)
    assert decision.findings == ()
    (fact,) = decision.facts
    assert isinstance(fact, PlanPublished)
    return plans.evolve(None, fact)


def test_the_plan_can_be_published_and_gives_every_participant_its_duties(
    published: plans.PlanInForce,
) -> None:
    """Three duties for each of the units that the tally finds."""
    assert sorted(published.participants) == sorted(TALLY.participants)
    assert {len(part.duties) for part in published.participants.values()} == {3}


def test_the_registry_decides_the_timeline_as_expected(
    directory: Directory, published: plans.PlanInForce
) -> None:
    """Every verdict, and every duty's end, agree with expected.yaml."""
    parts: dict[str, Participation] = {}
    for unit, participant in published.participants.items():
        opening = case(directory, published, unit, published.receipt)
        facts = open_duties(Participation(), participant, opening.about, published.reason)
        parts[unit] = absorb(Participation(), [facts])
    wrong = [
        (entry["at"], entry["unit"], said, why)
        for number, entry in enumerate(TALLY.timeline, start=2)
        for said, why in [send(entry, number, parts, directory, published)]
        if said != entry.get("expect", "accepted")
        or (said == "refused" and why != {entry["finding"]})
    ]
    assert wrong == []
    ends = Counter(duty.status for part in parts.values() for duty in part.duties.values())
    expected = load("expected.yaml")["duties"]
    assert ends == {key: expected[key] for key in ("met", "owing", "excused")}
    on_time = [
        duty.rounds[0].on_time
        for part in parts.values()
        for duty in part.duties.values()
        if duty.status == "met"
    ]
    assert Counter(on_time) == {True: expected["on_time"], False: expected["late"]}


def case(directory: Directory, plan: plans.PlanInForce, unit: str, by: Receipt) -> Case:
    return Case(plan.plan, plan.participants, unit, by, directory.__contains__)


def send(
    entry: Entry,
    number: int,
    parts: dict[str, Participation],
    directory: Directory,
    plan: plans.PlanInForce,
) -> tuple[str, set[str]]:
    """The verdict's outcome and its error codes; what never gets to a decision is as expected."""
    if entry.get("finding") in AT_THE_DOOR:
        return entry["expect"], {entry.get("finding")}
    data, by = entry["data"], receipt(number, entry["unit"], moment(entry))
    command = COMMANDS[f"ngayso.{entry['verb']}.v1"].model_validate(data)
    state = parts.get(data["unit"], Participation())
    decision = decide(command, state, case(directory, plan, data["unit"], by))  # type: ignore[arg-type]
    parts[data["unit"]] = absorb(state, [decision.facts])  # type: ignore[list-item]
    return decision.outcome, {f.code for f in decision.findings if f.severity == "error"}
