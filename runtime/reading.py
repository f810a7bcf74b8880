"""Runtime, reading: what one stored message of the log says, whatever kept it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from contracts import topology
from contracts.envelope import Envelope, Message, trusted_batch
from contracts.facts import RecordQuarantined, facts_on
from runtime.delivery import EXPECTED
from runtime.ports import Standing, Stored
from runtime.unread import UNREAD, unreadable

STREAM = topology.EVENTS.name
BELIEVED_SECONDS = 2.0
"""How long (real time) it is believed which records are in quarantine, without asking."""
LOOK_AGAIN_SECONDS = 0.2
"""The same, where a record cannot be read."""
EVERY_QUARANTINE = topology.quarantine("*")


def events_of(subject: str, data: bytes) -> tuple[Envelope[Message], ...]:
    """The events of a record of ours; raises ValueError for anything else."""
    return tuple(trusted_batch(data, facts_on(subject)))


class Written(NamedTuple):
    """A record as its stream holds it; its moment is campaign time."""

    subject: str
    sequence: int
    headers: Mapping[str, str]
    data: bytes
    stored_at: datetime


class Reader:
    """Reads the records of one log, and passes over those in quarantine.

    `page` gives the messages that say which these are.
    """

    def __init__(self, page: Callable[[], Awaitable[Iterable[tuple[str, bytes]]]]) -> None:
        self._page = page
        self._quarantined: Mapping[int, RecordQuarantined] = {}
        self._asked: float | None = None
        self._asking = asyncio.Lock()

    async def quarantined(self, max_age: float) -> Mapping[int, RecordQuarantined]:
        """By sequence, as the log said no longer ago than `max_age` seconds."""
        if not self._fresh(max_age):
            async with self._asking:
                if not self._fresh(max_age):
                    now = _now()
                    self._quarantined = dict(in_quarantine(await self._page()))
                    self._asked = now
                    UNREAD.pass_over(self._quarantined.values())
        return self._quarantined

    def _fresh(self, max_age: float) -> bool:
        return self._asked is not None and _now() - self._asked < max_age

    async def read(self, records: Iterable[Written], *, lenient: bool) -> list[Stored]:
        """As runtime.ports.Log reads records."""
        known = await self.quarantined(BELIEVED_SECONDS)
        return [_whole(one, known) or await self._unwhole(one, lenient=lenient) for one in records]

    async def _unwhole(self, one: Written, *, lenient: bool) -> Stored:
        """One that may be in quarantine, or cannot be read."""
        if await self._passed_over(one, BELIEVED_SECONDS):
            return _stored(one, (), "quarantined")
        try:
            return _stored(one, events_of(one.subject, one.data))
        except ValueError as error:
            if await self._passed_over(one, LOOK_AGAIN_SECONDS):
                return _stored(one, (), "quarantined")
            waiting = unreadable(STREAM, one.sequence, one.subject)
            if not lenient:
                raise waiting from error
            return _stored(one, (), "unreadable")

    async def _passed_over(self, one: Written, max_age: float) -> bool:
        found = (await self.quarantined(max_age)).get(one.sequence)
        return found is not None and found.subject == one.subject


def _whole(one: Written, known: Mapping[int, RecordQuarantined]) -> Stored | None:
    """What it says; None where there is more to look at."""
    if one.sequence in known:
        return None
    try:
        return _stored(one, events_of(one.subject, one.data))
    except ValueError:
        return None


def _stored(
    one: Written, events: tuple[Envelope[Message], ...], standing: Standing = "whole"
) -> Stored:
    written = one.headers.get(EXPECTED, "")
    previous = int(written) if written.isdecimal() else 0
    return Stored(one.subject, one.sequence, previous, one.stored_at, events, standing)


def in_quarantine(
    messages: Iterable[tuple[str, bytes]],
) -> Iterable[tuple[int, RecordQuarantined]]:
    """What the messages say that can be read; garbage among them puts nothing into quarantine."""
    for subject, data in messages:
        try:
            events = events_of(subject, data)
        except ValueError:
            continue
        for event in events:
            if isinstance(event.data, RecordQuarantined):
                yield event.data.sequence, event.data


def _now() -> float:
    return asyncio.get_running_loop().time()
