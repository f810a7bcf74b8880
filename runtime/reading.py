"""Runtime, reading: what one stored message of the log says, whatever kept it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime

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

    async def read(
        self,
        subject: str,
        sequence: int,
        headers: Mapping[str, str],
        data: bytes,
        stored_at: datetime,
        *,
        lenient: bool,
    ) -> Stored:
        """As runtime.ports.Log reads a record."""
        events: tuple[Envelope[Message], ...] = ()
        standing: Standing = "whole"
        if await self._passed_over(sequence, subject, BELIEVED_SECONDS):
            standing = "quarantined"
        else:
            try:
                events = events_of(subject, data)
            except ValueError as error:
                if await self._passed_over(sequence, subject, LOOK_AGAIN_SECONDS):
                    standing = "quarantined"
                else:
                    waiting = unreadable(STREAM, sequence, subject)
                    if not lenient:
                        raise waiting from error
                    standing = "unreadable"
        written = headers.get(EXPECTED, "")
        previous = int(written) if written.isdecimal() else 0
        return Stored(subject, sequence, previous, stored_at, events, standing)

    async def _passed_over(self, sequence: int, subject: str, max_age: float) -> bool:
        found = (await self.quarantined(max_age)).get(sequence)
        return found is not None and found.subject == subject


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
