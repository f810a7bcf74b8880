"""Bench, campaign: the units, the plan and the commands that are measured with, and how many."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from contracts import topology
from contracts.commands import Command, DeclareActivity, PublishPlan, RecordUnit, about, verb
from contracts.envelope import encode, encode_batch, wrap
from contracts.facts import ActivityDeclared
from contracts.indicator import Indicator
from contracts.owed import Owed
from contracts.plan import Assignee, Assignment, Named, Plan, Reporting, Window
from contracts.records import Account, Activity, Budget, Figure, SourceAmount
from contracts.unit import Dated, Unit
from contracts.values import Deadline, Receipt

PLAN, TOP, GROUP, SOURCE = "p", "top", "all", "urn:ngayso:bench"
DOORS = ("system", "desk", "rest")
UNITS_PER_PARTITION = 6
DAY = date(2022, 10, 1)
START = datetime(2022, 9, 15, tzinfo=UTC)


@dataclass(frozen=True)
class Size:
    """How much is measured. `history` are the activities of one unit that its cost is told for;
    `projected` facts go to the views, `mails` to a relay; a cold start finds `declared` activities
    of each unit; stores are filled for `seconds`; `due` people are reminded at one moment. Views
    that hold `read` activities, few and many, are asked for each thing `requests` times in a round.
    """

    rounds: int
    servers: tuple[int, ...]
    commands: int
    registries: tuple[int, ...]
    history: tuple[int, ...]
    burst: int
    declared: int
    projected: int
    mails: int
    due: int
    seconds: float
    read: tuple[int, int]
    requests: int


FULL = Size(
    rounds=3,
    servers=(1, 3),
    commands=10_000,
    registries=(1, 2, 4),
    history=(10, 1_000, 10_000),
    burst=2_000,
    declared=1_000,
    projected=3_000,
    mails=10_000,
    due=3_000,
    seconds=2.0,
    read=(7_166, 71_655),
    requests=40,
)
QUICK = Size(
    rounds=1,
    servers=(1, 3),
    commands=2_000,
    registries=(1, 2),
    history=(10, 100, 1_000),
    burst=1_000,
    declared=100,
    projected=1_000,
    mails=2_000,
    due=300,
    seconds=0.5,
    read=(500, 5_000),
    requests=20,
)


@dataclass(frozen=True)
class Outgoing:
    """A message as it is published."""

    subject: str
    data: bytes
    headers: dict[str, str] = field(default_factory=dict)


def _names() -> tuple[str, ...]:
    """As many units in each partition, so that replicas have shares of one size."""
    partitions: list[list[str]] = [[] for _ in range(topology.PARTITIONS)]
    number = 0
    while any(len(names) < UNITS_PER_PARTITION for names in partitions):
        names = partitions[topology.partition(name := f"u-{number}")]
        if len(names) < UNITS_PER_PARTITION:
            names.append(name)
        number += 1
    return tuple(name for names in partitions for name in names)


NAMES = _names()
"""Units that stand one after the other here are of one partition."""


def unit(name: str) -> Unit:
    placed: dict[str, Any] = {"parents": [Dated(value=TOP)], "groups": [Dated(value=GROUP)]}
    return Unit(id=name, names=[Dated(value=name)], **({} if name == TOP else placed))


def plan() -> Plan:
    """One activity to declare for each unit; what the activities here refer to."""
    given = Assignment(id="a", number="1", text="x", assignees=[Assignee(group=GROUP)])
    return Plan(
        id=PLAN,
        number="1",
        issued_on=START.date(),
        title="x",
        place="x",
        issuer=TOP,
        collecting_office=TOP,
        window=Window(first=DAY, last=date(2022, 10, 10)),
        kinds=[Named(id="k", name="k")],
        assignments=[given],
        owed=[Owed(id="d", kind="declare", title="x", deadline=Deadline(day=DAY))],
        reporting=Reporting(title="x", receiver=TOP),
        indicators=[Indicator(id=f"i-{n}", name="x", arithmetic="sum") for n in range(5)],
        budget_sources=[Named(id="s", name="Ngân sách")],
    )


def activity(number: int, title: str = "") -> Activity:
    """A planned activity with five figures and money."""
    planned = Account(
        figures=[Figure(indicator=f"i-{n}", value=Decimal(number)) for n in range(5)],
        budget=Budget(total=number, sources=[SourceAmount(source="s", amount=number)]),
    )
    return Activity(
        id=f"a-{number}",
        kind="k",
        title=title or f"Hoạt động {number}",
        starts_on=DAY,
        ends_on=DAY,
        planned=planned,
    )


def outgoing(sender: str, command: Command, door: str = DOORS[0]) -> Outgoing:
    subject = topology.command(sender, door, verb(type(command)), about(command))
    return Outgoing(subject, encode(wrap(command, id="c", source=SOURCE)))


def directory() -> list[Outgoing]:
    """The units' records; the first is above the others."""
    operator = topology.OPERATOR
    return [outgoing(operator, RecordUnit(record=unit(name)), operator) for name in (TOP, *NAMES)]


def publication() -> Outgoing:
    return outgoing(TOP, PublishPlan(plan=plan()))


def declaration(name: str, number: int, title: str = "", door: str = DOORS[0]) -> Outgoing:
    command = DeclareActivity(plan=PLAN, unit=name, activity=activity(number, title))
    return outgoing(name, command, door)


def declarations(count: int) -> list[Outgoing]:
    """New activities, of each unit in turn."""
    return [declaration(NAMES[n % len(NAMES)], n) for n in range(count)]


def changes(name: str, known: int, count: int, title: str) -> list[Outgoing]:
    """Changed records of the activities that a unit has, through all doors."""
    return [
        declaration(name, n % known, f"{title}, {n}", DOORS[n % len(DOORS)]) for n in range(count)
    ]


def history(name: str, count: int, together: int) -> Iterator[Outgoing]:
    """Activities that a unit has declared, as they lie in the log: `together` to a message."""
    for first in range(0, count, together):
        events = [
            wrap(declared(name, number), id=f"{name}-{number}", source=SOURCE)
            for number in range(first, min(first + together, count))
        ]
        yield Outgoing(topology.unit_facts(PLAN, name), encode_batch(events))


def declared(name: str, number: int) -> ActivityDeclared:
    receipt = Receipt(at=START, sequence=number, command="c", sender=name, door="system")
    return ActivityDeclared(plan=PLAN, unit=name, receipt=receipt, activity=activity(number))


def of_another(name: str, messages: Sequence[Outgoing], origin: str) -> list[Outgoing]:
    """Another unit's history of the same activities: encoding them all would take a minute."""
    before, after = f'"{origin}'.encode(), f'"{name}'.encode()
    subject = topology.unit_facts(PLAN, name)
    return [Outgoing(subject, one.data.replace(before, after)) for one in messages]
