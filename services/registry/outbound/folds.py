"""Registry, outbound: folds of the log by subject, cached with the sequence they were read at."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from runtime.eventlog import EventLog, Stored

S = TypeVar("S")
READ_AT_ONCE = 2
"""Histories decoded side by side: each takes ten times what its fold does (measured: of 1,000
activities 15 MB), and decoding is work, not waiting, so that more at once are no faster."""


@dataclass(frozen=True)
class Fold(Generic[S]):
    """A state and the last sequence it holds; `checked` is when that was known to be the last."""

    state: S
    sequence: int
    checked: float


class Folds(Generic[S]):
    """The folds of one kind of subject, or of a pattern, the least recently used forgotten.

    `limit` bounds the sum of `weigh` over the cached states. A fold older than `max_age` seconds
    (real time) is compared with the log before it is used; where the append itself is guarded by
    the sequence there is no need to, so `max_age` may be None.
    """

    def __init__(
        self,
        log: EventLog,
        empty: S,
        advance: Callable[[S, Sequence[Stored]], S],
        *,
        limit: int,
        weigh: Callable[[S], int] = lambda _: 1,
        max_age: float | None = None,
    ) -> None:
        self._log = log
        self._empty = empty
        self._advance = advance
        self._limit = limit
        self._weigh = weigh
        self._max_age = max_age
        self._cached: OrderedDict[str, Fold[S]] = OrderedDict()
        self._weight = 0
        self._reading: dict[str, asyncio.Task[Fold[S]]] = {}
        self._slots = asyncio.Semaphore(READ_AT_ONCE)

    async def get(self, subject: str) -> Fold[S]:
        """The cached fold, or a new one; may be behind the log by `max_age`."""
        cached = self._cached.get(subject)
        if cached is None:
            return await self._read_once(subject)
        self._cached.move_to_end(subject)
        if self._max_age is None or time.monotonic() - cached.checked < self._max_age:
            return cached
        await self.is_last(subject, cached)
        return self._cached.get(subject) or await self._read_once(subject)

    async def is_last(self, subject: str, fold: Fold[S]) -> bool:
        """Whether the fold is up to date by the stream's leader; if not, it is read on."""
        asked = time.monotonic()
        if await self._log.last_sequence(subject) == fold.sequence:
            self._keep(subject, Fold(fold.state, fold.sequence, asked))
            return True
        await self._read_once(subject)
        return False

    async def refresh(self, subject: str) -> None:
        """Read what was appended since the fold was cached."""
        await self._read_once(subject)

    def put(self, subject: str, fold: Fold[S], stored: Stored) -> None:
        """Keep the fold with what was just appended to it."""
        state = self._advance(fold.state, [stored])
        self._keep(subject, Fold(state, stored.sequence, time.monotonic()))

    async def _read_once(self, subject: str) -> Fold[S]:
        """One read at a time per subject; whoever comes meanwhile shares it."""
        reading = self._reading.get(subject)
        if reading is None:
            reading = asyncio.create_task(self._read(subject))
            self._reading[subject] = reading
            reading.add_done_callback(lambda _: self._reading.pop(subject, None))
        return await asyncio.shield(reading)

    async def _read(self, subject: str) -> Fold[S]:
        async with self._slots:
            asked = time.monotonic()
            cached = self._cached.get(subject) or Fold(self._empty, 0, asked)
            stored = await self._log.read(subject, cached.sequence)
            if not stored:
                fold = Fold(cached.state, cached.sequence, asked)
            else:
                fold = Fold(self._advance(cached.state, stored), stored[-1].sequence, asked)
            self._keep(subject, fold)
            return fold

    def _keep(self, subject: str, fold: Fold[S]) -> None:
        """Cache the fold unless a newer one is there; what holds nothing is not worth a place."""
        known = self._cached.get(subject)
        if fold.sequence == 0 or (known is not None and known.sequence > fold.sequence):
            return
        self._drop(subject)
        self._cached[subject] = fold
        self._weight += self._weigh(fold.state)
        while self._weight > self._limit and len(self._cached) > 1:
            self._drop(next(iter(self._cached)))

    def _drop(self, subject: str) -> None:
        if (gone := self._cached.pop(subject, None)) is not None:
            self._weight -= self._weigh(gone.state)
