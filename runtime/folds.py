"""Runtime, folds: states folded from the log by subject, kept with the place they were read to."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from runtime.failure import Unavailable
from runtime.ports import Log, Place, Stored

S = TypeVar("S")
READ_AT_ONCE = 2
"""Histories decoded side by side: each takes ten times what its fold does, and decoding is work,
not waiting, so that more at once are no faster."""


@dataclass(frozen=True, slots=True)
class Fold(Generic[S]):
    """A state and the last message it holds; its moment is not known of what we appended."""

    state: S
    sequence: int = 0
    place: Place | None = None


class Folds(Generic[S]):
    """The folds of one kind of subject, or of a pattern, the least recently used forgotten.

    `limit` bounds the sum of `weigh` over what is kept. A log that was restored to an earlier
    state, or to another, is noticed by `newest`, and read again from its beginning.
    """

    def __init__(
        self,
        log: Log,
        empty: S,
        advance: Callable[[S, Sequence[Stored]], S],
        *,
        limit: int,
        weigh: Callable[[S], int] = lambda _: 1,
    ) -> None:
        self._log = log
        self._empty = empty
        self._advance = advance
        self._limit = limit
        self._weigh = weigh
        self._kept: OrderedDict[str, tuple[Fold[S], int]] = OrderedDict()
        self._checked: dict[str, float] = {}
        self._weight = 0
        self._reading: dict[str, asyncio.Task[Fold[S]]] = {}
        self._slots = asyncio.Semaphore(READ_AT_ONCE)

    def kept(self, subject: str) -> Fold[S] | None:
        """The fold as it was last known, without asking."""
        found = self._kept.get(subject)
        if found is None:
            return None
        self._kept.move_to_end(subject)
        return found[0]

    async def recent(self, subject: str, max_age: float) -> Fold[S]:
        """The fold, compared with the log no longer ago than `max_age` seconds (real time)."""
        found = self.kept(subject)
        if found is not None and _now() - self._checked[subject] < max_age:
            return found
        return await self.newest(subject)

    async def newest(self, subject: str) -> Fold[S]:
        """The fold up to what the log's leader says is last; raises Unavailable where the copy
        that was read is behind it.

        One read at a time per subject; all who ask meanwhile share the next one.
        """
        under_way = self._reading.get(subject)
        if under_way is not None:
            await asyncio.wait([under_way])
        reading = self._reading.get(subject)
        if reading is None or reading is under_way:  # another one began after this was asked
            reading = self._reading[subject] = asyncio.create_task(self._read(subject))
            reading.add_done_callback(lambda done: self._forget(subject, done))
        return await asyncio.shield(reading)

    def _forget(self, subject: str, done: asyncio.Task[Fold[S]]) -> None:
        if self._reading.get(subject) is done:
            del self._reading[subject]

    async def _read(self, subject: str) -> Fold[S]:
        async with self._slots:
            asked = _now()
            last = await self._log.last(subject)
            known = self.kept(subject) or Fold(self._empty)
            if last is None:
                self.drop(subject)
                return Fold(self._empty)
            if _restored(known, last):
                known = Fold(self._empty)
            if known.sequence < last.sequence:
                known = await self._read_on(subject, known)
            if known.sequence < last.sequence:
                raise Unavailable("the copy of the log that answered is behind its leader")
            self.put(subject, Fold(known.state, known.sequence, known.place or last), asked)
            return known

    async def _read_on(self, subject: str, known: Fold[S]) -> Fold[S]:
        """Read from the last message that the fold holds, to see that it still is that one."""
        stored = await self._log.read(subject, max(known.sequence - 1, 0))
        if stored and known.sequence:
            if _same(known, stored[0]):
                stored = stored[1:]
            else:  # another log, which has grown past ours
                known = Fold(self._empty)
                stored = await self._log.read(subject)
        if not stored:
            return known
        place = Place(stored[-1].sequence, stored[-1].stored_at)
        return Fold(self._advance(known.state, stored), place.sequence, place)

    def put(self, subject: str, fold: Fold[S], checked: float | None = None) -> None:
        """Keep a fold, read just now or after an append of ours."""
        self.drop(subject)
        weight = self._weigh(fold.state)
        self._kept[subject] = fold, weight
        self._checked[subject] = _now() if checked is None else checked
        self._weight += weight
        while self._weight > self._limit and len(self._kept) > 1:
            self.drop(next(iter(self._kept)))

    def drop(self, subject: str) -> None:
        """Forget a fold."""
        if (gone := self._kept.pop(subject, None)) is not None:
            self._weight -= gone[1]
            self._checked.pop(subject, None)


def _now() -> float:
    return asyncio.get_running_loop().time()


def _restored(known: Fold[S], last: Place) -> bool:
    """Whether the log's last message shows that ours is not in it any more."""
    return known.sequence > last.sequence or (
        known.sequence == last.sequence and not _same(known, last)
    )


def _same(known: Fold[S], message: Place | Stored) -> bool:
    """Whether a message of the log is the last one of the fold, as far as that is known."""
    if known.place is not None and known.place.stored_at != message.stored_at:
        return False
    return known.sequence == message.sequence
