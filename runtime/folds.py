"""Runtime, folds: states folded from the log by subject, kept with the place they were read to."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from contracts import topology
from runtime.failure import Unavailable, Unreadable
from runtime.ports import Log, Place, Stored
from runtime.together import Together
from runtime.unread import unreadable

S = TypeVar("S")
READ_AT_ONCE = 2
"""Histories read side by side: to decode and fold one is work, not waiting, so that more at once
are no faster."""
STUCK_SECONDS = 1.0
"""How long (real time) a history that cannot be read is not looked at again, whoever asks."""


@dataclass(frozen=True, slots=True)
class Fold(Generic[S]):
    """A state and the last message it holds; its moment is not known of what we appended.

    `unread`: sequence and subject of messages that cannot be read, where the fold is lenient.
    """

    state: S
    sequence: int = 0
    place: Place | None = None
    unread: frozenset[tuple[int, str]] = frozenset()


class Folds(Generic[S]):
    """The folds of one kind of subject, or of a pattern, the least recently used forgotten.

    `limit` bounds the sum of `weigh` over what is kept. A log that was restored to an earlier
    state, or to another, is noticed by `newest`, and read again from its beginning. What cannot be
    read or folded raises Unreadable; a `lenient` fold is told of what cannot be read and goes on,
    and is read again from its beginning once that is in quarantine.
    """

    def __init__(
        self,
        log: Log,
        empty: S,
        advance: Callable[[S, Sequence[Stored]], S],
        *,
        limit: int,
        weigh: Callable[[S], int] = lambda _: 1,
        lenient: bool = False,
        within: Callable[[str], str] | None = None,
    ) -> None:
        self._log = log
        self._within = within
        self._patterns: dict[str, Together[Place | None]] = {}
        self._standing: dict[str, Place] = {}
        self._empty = empty
        self._advance = advance
        self._limit = limit
        self._weigh = weigh
        self._lenient = lenient
        self._stuck: dict[str, tuple[float, Unreadable]] = {}
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
        """
        if self._within is None:
            return await self._newest(subject)
        last = await self._last_within(self._within(subject))
        found = self.kept(subject)
        standing = last is not None and self._standing.get(subject) == last
        if found is not None and standing and not found.unread:
            return found
        newest = await self._newest(subject)
        if last is not None and self.kept(subject) is newest:
            self._standing[subject] = last
        return newest

    async def _last_within(self, pattern: str) -> Place | None:
        if (last := self._patterns.get(pattern)) is None:
            last = self._patterns[pattern] = Together(lambda: self._log.last(pattern))
        return await last.answer()

    async def _newest(self, subject: str) -> Fold[S]:
        """One read at a time per subject; all who ask meanwhile share the next one."""
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
            self._refuse_stuck(subject)
            last = await self._log.last(subject)
            known = self.kept(subject) or Fold(self._empty)
            if last is None:
                self.drop(subject)
                return Fold(self._empty)
            if _restored(known, last) or await self._mended(known):
                known = Fold(self._empty)
            if known.sequence < last.sequence:
                known = await self._read_on(subject, known, last.sequence)
            if known.sequence < last.sequence:
                raise Unavailable("the copy of the log that answered is behind its leader")
            known = replace(known, place=known.place or last)
            self.put(subject, known, asked)
            return known

    def _refuse_stuck(self, subject: str) -> None:
        """Many wait for the same history, and each would have it read whole, again and again."""
        at, error = self._stuck.pop(subject, (0.0, None))
        if error is not None and _now() - at < STUCK_SECONDS:
            self._stuck[subject] = at, error
            raise Unreadable(error.stream, error.sequence, error.subject)

    async def _mended(self, known: Fold[S]) -> bool:
        """Whether something that could not be read is in quarantine by now; else it is told on."""
        if not known.unread:
            return False
        for sequence, subject in known.unread:
            unreadable(topology.EVENTS.name, sequence, subject)
        quarantined = await self._log.quarantined()
        return any(sequence in quarantined for sequence, _ in known.unread)

    async def _read_on(self, subject: str, known: Fold[S], through: int) -> Fold[S]:
        """Read from the last message that the fold holds, to see that it still is that one."""
        try:
            folded = await self._fold(subject, known, through)
            if folded is None:  # another log, which has grown past ours
                folded = await self._fold(subject, Fold(self._empty), through)
        except Unreadable as error:
            self._stuck[subject] = _now(), error
            raise
        return folded or known

    async def _fold(self, subject: str, known: Fold[S], through: int) -> Fold[S] | None:
        """Page by page; None where the last message of the fold is not in the log."""
        seen, after = known.sequence == 0, max(known.sequence - 1, 0)
        found = self._log.pages(subject, after, lenient=self._lenient, through=through)
        async with aclosing(found) as pages:
            async for page in pages:
                new = page if seen else page[1:]
                if not seen and page and not _same(known, page[0]):
                    return None
                seen = seen or bool(page)
                known = self._after(known, new) if new else known
        return known

    def _after(self, known: Fold[S], stored: Sequence[Stored]) -> Fold[S]:
        state = self._advanced(known.state, stored)
        place = Place(stored[-1].sequence, stored[-1].stored_at)
        unread = {(one.sequence, one.subject) for one in stored if one.standing == "unreadable"}
        return Fold(state, place.sequence, place, known.unread | unread)

    def _advanced(self, state: S, stored: Sequence[Stored]) -> S:
        """The state after some messages. One that can be read and not be folded is as bad as one
        that cannot be read; one by one they show which it is.
        """
        try:
            return self._advance(state, stored)
        except Exception:
            for message in stored:
                try:
                    state = self._advance(state, [message])
                except Exception as error:
                    place = (topology.EVENTS.name, message.sequence, message.subject)
                    raise unreadable(*place) from error
            raise

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
            self._standing.pop(subject, None)


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
