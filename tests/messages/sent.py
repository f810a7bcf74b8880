"""Plays an example's campaign through the notifier as it is assembled, and keeps what it sends.

The registry's facts are those of tests/examples/play.py, each told at its own moment; of an example
without a timeline the plan is published and nobody answers.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import cache
from typing import NamedTuple

import yaml

from cli.integrate.offline import Offline, quietly
from contracts.facts import CommandAnswered as Answered
from contracts.facts import Fact
from contracts.outgoing import Contact, Contacts
from deploy.local.campaign import EXAMPLES, Example
from runtime.clock import Clock
from runtime.memory.log import MemoryLog
from services.notifier.application.ports import Written
from services.notifier.domain.digest.slots import Manners
from services.notifier.domain.handover import Limits
from services.notifier.domain.letter import Letter
from services.notifier.domain.mail.contents import Contents
from services.notifier.outbound.mail.written import Templates
from tests.examples.play import played
from tests.notifier.application.trial import Provider, Trial
from tests.seeded import run

UNITS = 12
"""Of each example: what is written to the others is of the same kinds."""
NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/plan.yaml"))
USUAL = Limits(timedelta(days=1), Manners(3, 2, time(7), time(21)))
HELP_LINE = "Cần hỗ trợ, xin liên hệ đầu mối của cơ quan theo số điện thoại dưới đây."
HELP_PHONE = "0255 380 0000"


@dataclass(frozen=True)
class Sent:
    """One message, when it left, and of a mail what it says."""

    at: datetime
    address: str
    letter: Letter
    contents: Contents | None = None


class Told(NamedTuple):
    """What the registry said at once about one subject."""

    at: datetime
    subject: str
    facts: list[Fact]


@dataclass
class Recording:
    """Writes mails as they are written, and remembers of what."""

    templates: Templates = field(default_factory=Templates)
    known: dict[str, Contents] = field(default_factory=dict)

    def write(self, contents: Contents) -> Written:
        written = self.templates.write(contents)
        self.known[written.text] = contents
        return written


@cache
def sent(name: str) -> list[Sent]:
    """All messages of an example by the minute in which they left, and there by address: what comes
    first within a minute is chance.
    """
    found = run(1, _sent(name, _told(name)))
    return sorted(found, key=lambda one: (f"{one.at:%Y%m%d%H%M}", one.address))


async def _sent(name: str, told: list[Told]) -> list[Sent]:
    writer, found = Recording(), list[Sent]()
    of = {"writer": writer, "help_line": HELP_LINE, "help_phone": HELP_PHONE}
    trial = Trial(USUAL, start=told[0].at, **of)
    trial.book.contacts = _contacts(name)
    for provider in (trial.relay, trial.gateway):
        _keep(provider, trial.clock, writer, found)
    trial.start()
    for one in told:
        await asyncio.sleep(max((one.at - trial.clock.now()).total_seconds(), 0))
        await trial.append(one.subject, *one.facts)
    until = _end(name) - trial.clock.now()
    await asyncio.sleep(until.total_seconds())
    assert trial.waiting("DEAD_LETTERS") == 0
    return found


def _keep(provider: Provider, clock: Clock, writer: Recording, found: list[Sent]) -> None:
    """Whatever it takes, with where it goes."""
    taken: list[Letter] = []

    def heard(address: str) -> None:
        letter = taken.pop()
        found.append(Sent(clock.now(), address, letter, writer.known.get(letter.text)))

    provider.check, provider.heard = lambda _, letter: taken.append(letter), heard


@cache
def log_of(name: str) -> MemoryLog:
    """What the registry said of an example."""
    return played(name).log if _has_timeline(name) else quietly(_published(name))


def _told(name: str) -> list[Told]:
    """All that the registry said of an example, in the order in which it said it."""
    stored, some = asyncio.run(log_of(name).read("evt.>")), set(_units(name))
    said = [
        (one.subject, [event.data for event in one.events if not isinstance(event.data, Answered)])
        for one in stored
        if not one.subject.startswith("evt.unit.") or one.subject.rpartition(".")[2] in some
    ]
    return [Told(max(one.receipt.at for one in facts), at, facts) for at, facts in said if facts]


def _units(name: str) -> list[str]:
    """Some of those that an example's plan writes to, from its first to its last."""
    plan = Example(EXAMPLES / name).plan
    units = [one for one in _contacts(name) if one != plan.collecting_office]
    return units[:: -(-len(units) // UNITS)]


async def _published(name: str) -> MemoryLog:
    """The plan of an example without a timeline, published when it was issued."""
    example = Example(EXAMPLES / name)
    day = datetime.combine(example.plan.issued_on, time(8), example.plan.zone)
    offline = Offline(day)
    async with offline.running():
        published = await offline.publish(example.plan, example.units)
        assert published.outcome == "accepted", published.findings
    return offline.log


def _has_timeline(name: str) -> bool:
    return (EXAMPLES / name / "demo.yaml").exists()


def _end(name: str) -> datetime:
    """When the last word about an example is said."""
    example = Example(EXAMPLES / name)
    if _has_timeline(name):
        return example.end
    last = max(one.deadline.cut(example.plan.zone) for one in example.plan.owed if one.deadline)
    return last + timedelta(days=10)


def _contacts(name: str) -> dict[str, Contacts]:
    """The example's own; of one without, an officer and a leader of each unit."""
    file = EXAMPLES / name / "contacts.yaml"
    if file.exists():
        records = yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)
        return {one["unit"]: Contacts.model_validate(one) for one in records}
    return {
        unit.id: Contacts(unit=unit.id, contacts=list(_people(unit.id, number)))
        for number, unit in enumerate(Example(EXAMPLES / name).units)
    }


def _people(unit: str, number: int) -> Iterator[Contact]:
    for role, name in (("officer", "Nguyễn Văn Mẫu"), ("leader", "Trần Thị Mẫu")):
        phone = f"0900 {number:03} {len(role):03}"
        email = f"{role}@{unit}.example"
        yield Contact(id=f"{unit}-{role}", role=role, name=name, email=email, phone=phone)
