"""Every example's folder: its files, and that its campaign comes to what was worked out for it."""

import asyncio
from collections import Counter
from datetime import datetime, timedelta

import pytest
import yaml

from contracts.facts import DutyExtended, DutyOpened, DutyReopened
from contracts.outgoing import Contacts
from contracts.topology import unit_facts
from deploy.local.campaign import EXAMPLES, Example
from deploy.local.demo import FASTEST, rehearsal
from deploy.local.summary import differences, results
from tests.examples.play import played, reported

PLAYED = sorted(path.parent.name for path in EXAMPLES.glob("*/demo.yaml"))
LARGEST = 300_000
APART = timedelta(seconds=0.5)
"""Real time of the demo, in which a message certainly arrives."""

every_example = pytest.mark.parametrize(
    "example", [Example(EXAMPLES / name) for name in PLAYED], ids=PLAYED
)


def test_there_are_plans_of_four_shapes() -> None:
    assert PLAYED == ["commune-hours", "quang-ngai-2022", "sixty-days", "youth-month"]


@every_example
def test_every_entry_is_answered_as_the_timeline_says(example: Example) -> None:
    """Its outcome, and, where it is refused, the reason."""
    wrong = [
        (entry.at, entry.unit, verdict.outcome, errors)
        for entry, verdict in played(example.folder.name).answered
        for errors in [{one.code for one in verdict.findings if one.severity == "error"}]
        if verdict.outcome != entry.expect
        or (entry.expect == "refused" and entry.finding not in errors)
    ]
    assert wrong == []


@every_example
def test_the_campaign_comes_to_what_was_expected(example: Example) -> None:
    """Ledger, activities, figures and money, and how many reminders fell due."""
    expected, report = example.expected, reported(example.folder.name)
    found = {
        **results(report.totals.model_dump(mode="json")),
        "participants": len(report.rows),
        "commands": played(example.folder.name).commands,
    }
    due = {"due": expected["rungs"]["due"]}
    here = {key: value for key, value in expected.items() if key != "told"}  # no notifier is here
    assert list(differences({**here, "rungs": due}, found)) == []


@every_example
def test_no_duty_is_lost_and_none_is_both_met_and_owing(example: Example) -> None:
    duties = results(reported(example.folder.name).totals.model_dump(mode="json"))["duties"]
    for line in (duties, *duties["by_duty"].values()):
        assert line["total"] == line["met"] + line["owing"] + line["excused"]
        assert line["met"] == line["on_time"] + line["late"]


def contacts(example: Example) -> list[Contacts]:
    records = yaml.load((example.folder / "contacts.yaml").read_text(), yaml.CSafeLoader)
    return [Contacts.model_validate(record) for record in records]


@every_example
def test_an_hour_stays_an_hour(example: Example) -> None:
    """At most 14,400 times real time."""
    clock, _ = rehearsal(example, example.start)
    assert clock.scale <= FASTEST == 14_400


@every_example
def test_on_time_and_late_cannot_change_places_in_the_demo(example: Example) -> None:
    """No unit sends what counts within half a real second of a due moment of its own."""
    clock, _ = rehearsal(example, example.start)
    apart = APART * clock.scale
    dues = due_moments(example)
    for entry in example.entries:
        if entry.expect == "accepted":
            near = [due for due in dues[entry.about] if abs(due - entry.at) < apart]
            assert near == [], (entry.unit, entry.verb, entry.at)


def due_moments(example: Example) -> dict[str, set[datetime]]:
    """By unit every due moment that any of its duties ever had."""
    found: dict[str, set[datetime]] = {}
    log = played(example.folder.name).log
    for stored in asyncio.run(log.read(unit_facts(example.plan.id, "*"))):
        for event in stored.events:
            fact = event.data
            if isinstance(fact, DutyOpened):
                found.setdefault(fact.unit, set()).add(fact.duty.due)
            elif isinstance(fact, DutyExtended | DutyReopened):
                found[fact.unit].add(fact.due)
    return found


@every_example
def test_what_is_sent_falls_into_the_time_that_is_played(example: Example) -> None:
    assert example.start < example.entries[0].at
    assert example.entries[-1].at < example.end


@every_example
def test_ids_of_events_are_unique_but_for_resends(example: Example) -> None:
    ids = Counter((e.unit, e.id) for e in example.entries if e.raw is None and not e.resend)
    assert ids.most_common(1)[0][1] == 1


@every_example
def test_names_of_units_are_told_apart(example: Example) -> None:
    names = Counter(unit.name(example.plan.issued_on) for unit in example.units)
    assert names.most_common(1)[0][1] == 1


@every_example
def test_contacts_are_fictional_and_of_units_that_there_are(example: Example) -> None:
    """Reserved domains, numbers of made-up series, and a token for each person."""
    records = contacts(example)
    people = [person for record in records for person in record.contacts]
    assert {record.unit for record in records} <= {unit.id for unit in example.units}
    assert len({person.id for person in people}) == len(people)
    for person in people:
        assert person.email is None or person.email.endswith(".example")
        digits = (person.phone or "0900000").replace(" ", "").replace("+84", "0")
        assert digits.startswith(("0900000", "01620000", "02553800"))


@every_example
def test_its_files_can_be_read_by_people(example: Example) -> None:
    for path in example.folder.rglob("*.yaml"):
        assert path.stat().st_size <= LARGEST, path
