"""The registry's own pure decisions over the example, without a server."""

from collections import Counter
from datetime import datetime

import pytest

from contracts.commands import COMMANDS, OpenDuties, PublishPlan, UnitCommand
from contracts.facts import UnitRecorded
from contracts.topology import OPERATOR, REGISTRY
from contracts.values import Receipt
from contracts.words import DUTY_STATUSES
from services.registry.domain.case import Case
from services.registry.domain.decide import decide_part, decide_plan
from services.registry.domain.decision import Decision
from services.registry.domain.history import directory as directories
from services.registry.domain.history import participation, plan_history
from services.registry.domain.history.directory import Directory
from services.registry.domain.history.participation import Participation
from services.registry.domain.history.plan_history import PlanHistory, PlanInForce
from tests.examples.tally import START, Entry, example, load, moment
from tests.registry.plans import door_of

TALLY = example()
AT_THE_DOOR = {
    "not-json", "wrong-form", "unknown-type", "field-missing", "field-unknown", "wrong-type",
    "out-of-range", "verb-mismatch", "too-large",
}  # fmt: skip
"""Refused before there is a command to decide."""


def receipt(sequence: int, sender: str, at: datetime = START) -> Receipt:
    command, door = f"c{sequence}", door_of(sender)
    return Receipt(at=at, sequence=sequence, command=command, sender=sender, door=door)


@pytest.fixture(scope="module")
def directory() -> Directory:
    by = receipt(0, OPERATOR)
    records = [UnitRecorded(record=unit, receipt=by) for unit in TALLY.units]
    return directories.evolve(Directory(), records)


@pytest.fixture(scope="module")
def published(directory: Directory) -> PlanInForce:
    case = Case(receipt(1, TALLY.plan.collecting_office), directory)
    decision = decide_plan(PublishPlan(plan=TALLY.plan), PlanHistory(), case)
    assert decision.findings == ()
    history = plan_history.evolve(PlanHistory(), decision.facts)  # type: ignore[arg-type]
    assert history.newest is not None
    return history.newest


def test_the_plan_can_be_published_and_gives_every_participant_its_duties(
    published: PlanInForce,
) -> None:
    """Three duties for each of the units that the tally finds."""
    assert sorted(published.participants) == sorted(TALLY.participants)
    assert {len(part.owes) for part in published.participants.values()} == {3}


class Registry:
    """Decides commands one after the other, and keeps what they caused."""

    def __init__(self, directory: Directory, plan: PlanInForce) -> None:
        self.directory = directory
        self.plan = plan
        self.parts: dict[str, Participation] = {}

    def take(self, command: UnitCommand, by: Receipt) -> Decision:
        in_force = self.plan if command.plan == self.plan.plan.id else None
        state = self.parts.get(command.unit, Participation())
        case = Case(by, self.directory, command.unit, in_force)
        decision = decide_part(command, state, case)
        if decision.facts:
            self.parts[command.unit] = participation.evolve(state, decision.facts)  # type: ignore[arg-type]
        return decision

    def send(self, entry: Entry, number: int) -> tuple[str, set[str]]:
        """The verdict's outcome and its error codes; what is no command is as expected."""
        if entry.get("finding") in AT_THE_DOOR:
            return entry["expect"], {entry["finding"]}
        command = COMMANDS[f"ngayso.{entry['verb']}.v1"].model_validate(entry["data"])
        assert isinstance(command, UnitCommand)
        decision = self.take(command, receipt(number, entry["unit"], moment(entry)))
        return decision.outcome, decision.refused_for


@pytest.mark.parametrize("opened", ["at once", "by what comes first"])
def test_the_registry_decides_the_timeline_as_expected(
    directory: Directory, published: PlanInForce, opened: str
) -> None:
    """Every verdict, and every duty's end, agree with expected.yaml, however a part was opened."""
    registry = Registry(directory, published)
    last = 2 + len(TALLY.timeline)
    for unit in published.participants if opened == "at once" else ():
        registry.take(opening(published, unit), receipt(2, REGISTRY))
    wrong = [
        (entry["at"], entry["unit"], said, why)
        for number, entry in enumerate(TALLY.timeline, start=3)
        for said, why in [registry.send(entry, number)]
        if said != entry.get("expect", "accepted")
        or (said == "refused" and why != {entry["finding"]})
    ]
    assert wrong == []
    for unit in published.participants:
        registry.take(opening(published, unit), receipt(last, REGISTRY))
    parts = [registry.parts[unit] for unit in published.participants]
    ends = Counter(duty.status for part in parts for duty in part.duties.values())
    expected = load("expected.yaml")["duties"]
    assert ends == {key: expected[key] for key in DUTY_STATUSES}
    on_time = [
        duty.rounds[0].on_time
        for part in parts
        for duty in part.duties.values()
        if duty.status == "met"
    ]
    assert Counter(on_time) == {True: expected["on_time"], False: expected["late"]}


def opening(plan: PlanInForce, unit: str) -> OpenDuties:
    return OpenDuties(plan=plan.plan.id, unit=unit, revision=plan.revision)
