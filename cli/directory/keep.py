"""Cli, directory: sends units to the registry, and keeps contacts in their bucket."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from nats.js.errors import KeyNotFoundError
from pydantic import ValidationError

from cli.exchange import event_of
from cli.servers.ask import Asking
from cli.servers.connect import Session
from contracts import topology
from contracts.commands import RecordUnit, verb
from contracts.outgoing import Contacts
from contracts.unit import Unit
from contracts.verdicts import Verdict

IN_HAND = 200
"""Commands that may wait for their verdicts at once."""


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
    """Write each unit's contacts; returns how many records were written and how many stood.

    A file replaces a unit's contacts, but never takes back that a person opted out.
    """
    bucket = await _bucket(connected)
    written = 0
    for record in records:
        known = await _read(bucket, record.unit)
        whole = _keep_opt_outs(record, known)
        if whole != known:
            await bucket.put(record.unit, whole.model_dump_json(exclude_none=True).encode())
            written += 1
        done()
    return written, len(records) - written


async def read_contacts_of(connected: Session, units: Iterable[str]) -> dict[str, Contacts | None]:
    """Each unit's contacts; None where there are none, or they cannot be understood."""
    bucket = await _bucket(connected)
    slots = asyncio.Semaphore(IN_HAND)

    async def one(unit: str) -> tuple[str, Contacts | None]:
        async with slots:
            try:
                return unit, await _read(bucket, unit)
            except ValidationError:  # its text would hold a person's data
                return unit, None

    return dict(await asyncio.gather(*(one(unit) for unit in units)))


async def erase_contacts(connected: Session, unit: str, contact: str | None) -> int:
    """Erase one contact, or all of a unit; returns how many there were.

    A purge leaves no earlier value behind.
    """
    bucket = await _bucket(connected)
    known = await _read(bucket, unit)
    if known is None:
        return 0
    kept = [one for one in known.contacts if contact is not None and one.id != contact]
    if len(kept) == len(known.contacts):
        return 0
    if kept:
        left = Contacts(unit=unit, contacts=kept)
        await bucket.put(unit, left.model_dump_json(exclude_none=True).encode())
    else:
        await bucket.purge(unit)
    return len(known.contacts) - len(kept)


def _keep_opt_outs(record: Contacts, known: Contacts | None) -> Contacts:
    before = {one.id: one.opted_out for one in known.contacts} if known else {}
    contacts = [
        one.model_copy(update={"opted_out": sorted({*one.opted_out, *before.get(one.id, [])})})
        for one in record.contacts
    ]
    return record.model_copy(update={"contacts": contacts})


async def _bucket(connected: Session) -> Any:
    return await connected.js.key_value(topology.CONTACTS_BUCKET)


async def _read(bucket: Any, unit: str) -> Contacts | None:
    try:
        entry = await bucket.get(unit)
    except KeyNotFoundError:
        return None
    return Contacts.model_validate_json(entry.value or b"")
