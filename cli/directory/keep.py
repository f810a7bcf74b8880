"""Cli, directory: sends units to the registry, and has the notifier keep contacts."""

import asyncio
from collections.abc import Callable, Iterable, Sequence

from nats.errors import NoRespondersError

from cli.console import Trouble, written
from cli.exchange import event_of
from cli.servers.ask import Asking
from cli.servers.connect import Session
from contracts import topology
from contracts.commands import RecordUnit, verb
from contracts.outgoing import (
    Contacts,
    ContactsAnswered,
    Correction,
    EraseAsked,
    OptOutAsked,
    SeenContact,
)
from contracts.reach import CHANNEL_VI, reason_vi
from contracts.unit import Unit
from contracts.verdicts import Verdict
from runtime.jetstream.connection import connection

IN_HAND = 200
"""Commands that may wait for their verdicts, and questions for their answers, at once."""
ANSWER_SECONDS = 30.0
"""An erasure goes through every copy of the ring."""


async def record_units(
    connected: Session,
    units: Sequence[Unit],
    seconds: float,
    done: Callable[[], None],
) -> list[Verdict]:
    """Record each unit as the operator; the verdicts in the units' order."""
    slots = asyncio.Semaphore(IN_HAND)

    async def one(asking: Asking, unit: Unit) -> Verdict:
        async with slots:
            sequence = await asking.send(verb(RecordUnit), event_of(RecordUnit(record=unit)))
            verdict = await asking.verdict(sequence, seconds)
        done()
        return verdict

    async with Asking(connected, topology.OPERATOR) as asking:
        return await asyncio.gather(*(one(asking, unit) for unit in units))


async def keep_contacts(
    connected: Session, records: Sequence[Contacts], done: Callable[[], None]
) -> tuple[int, int]:
    """Have each unit's contacts kept; returns how many records were written and how many stood.

    A file replaces a unit's contacts, but never takes back that a person opted out.
    """
    written = 0
    for record in records:
        question = record.model_dump_json(exclude_none=True).encode()
        written += (await _ask(connected, "keep", record.unit, question)).changed
        done()
    return written, len(records) - written


async def see_contacts(connected: Session, units: Iterable[str]) -> dict[str, ContactsAnswered]:
    """Each unit's contacts, masked, and what was erased of it."""
    slots = asyncio.Semaphore(IN_HAND)

    async def one(unit: str) -> tuple[str, ContactsAnswered]:
        async with slots:
            return unit, await _ask(connected, "see", unit, b"")

    return dict(await asyncio.gather(*(one(unit) for unit in units)))


async def correct_contact(
    connected: Session, unit: str, correction: Correction
) -> ContactsAnswered:
    """Have one contact put right; answers with it, masked, or with none where there is none."""
    question = correction.model_dump_json(exclude_none=True).encode()
    return await _ask(connected, "correct", unit, question)


async def erase_contacts(connected: Session, unit: str, contact: str | None, reason: str) -> int:
    """Erase one contact, or all of a unit; returns how many there were."""
    asked = EraseAsked(contact=contact, reason=reason)
    question = asked.model_dump_json(exclude_none=True).encode()
    return (await _ask(connected, "erase", unit, question)).count


async def opt_out(connected: Session, unit: str, asked: OptOutAsked) -> bool:
    """Close a contact's channel, or open it again; returns whether it was not so before."""
    question = asked.model_dump_json(exclude_none=True).encode()
    return (await _ask(connected, "opt_out", unit, question)).changed


async def _ask(
    connected: Session, what: topology.Asked, unit: str, question: bytes
) -> ContactsAnswered:
    """The notifier's answer: it alone has the keys. Raises Trouble where it is away or refuses."""
    subject = topology.ask_contacts(topology.OPERATOR, what, unit)
    try:
        answer = await connection(connected.broker).request(subject, question, ANSWER_SECONDS)
    except (NoRespondersError, TimeoutError) as error:
        raise Trouble("notifier-away") from error
    answered = ContactsAnswered.model_validate_json(answer.data)
    for finding in answered.findings:
        raise Trouble("contacts-refused", vi=finding.vi, en=finding.en)
    return answered


def cells(one: SeenContact) -> tuple[str, ...]:
    """A masked contact as a line of a table."""
    days = (day.isoformat() if day else "" for day in (one.valid_from, one.valid_to))
    return (
        *(one.id, one.role, one.name, one.email or "", one.phone or ""),
        *(", ".join([*one.opted_out, *_declined(one)]), _failing(one), *days),
    )


def _declined(one: SeenContact) -> list[str]:
    return [f"{channel}: {topic}" for channel, of in one.declined.items() for topic in of]


def _failing(one: SeenContact) -> str:
    """The channels whose address was refused for good, and since when."""
    return ", ".join(
        f"{CHANNEL_VI[channel]} {written(found.since)} ({reason_vi(found.reason)})"
        for channel, found in one.failing.items()
    )
