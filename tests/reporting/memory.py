"""Tests, reporting: the ports of the use cases in memory, giving way to others at every call."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Mapping
from datetime import datetime
from fnmatch import fnmatchcase
from typing import TypeVar

from runtime.failure import Unavailable
from runtime.ports import Place, Stored
from services.reporting.application.ports import Batch
from services.reporting.domain.counting.counts import PlanCounts
from services.reporting.domain.document import Document, Documents, Key

T = TypeVar("T")
D = TypeVar("D")


class ToldLog:
    """A log to read from, which holds these messages; what the use cases here need of it."""

    def __init__(self, messages: Iterable[Stored]) -> None:
        self.messages = list(messages)

    async def read(self, subject: str, after: int = 0) -> list[Stored]:
        return [stored async for stored in self.read_all(subject, after)]

    async def read_all(
        self, pattern: str, after: int = 0, until: datetime | None = None
    ) -> AsyncIterator[Stored]:
        for stored in self.messages:
            await asyncio.sleep(0)
            if until is not None and stored.stored_at > until:
                return
            if stored.sequence > after and fnmatchcase(stored.subject, pattern):
                yield stored


class MemoryViews:
    """As application.ports.Views: optimistic, so a transaction that another came into runs again.

    It cannot show what a server does that is killed between two of its own writes.
    """

    def __init__(self) -> None:
        self.documents: dict[Key, Document] = {}
        self.counts: dict[str, PlanCounts] = {}
        self.cursors: dict[str, Place] = {}
        self.commits = self.conflicts = 0
        self.shut = False

    def all(self) -> Documents:
        return Documents(self.documents.values())

    async def transact(self, work: Callable[[Batch], Awaitable[T]]) -> T:
        while True:
            if self.shut:
                raise Unavailable("shut")
            begun, batch = self.commits, MemoryBatch(self)
            done = await work(batch)
            if self.commits == begun and not self.shut:
                batch.commit()
                return done
            self.conflicts += 1

    async def empty(self) -> None:
        self.shut = True
        await asyncio.sleep(0)
        for kept in (self.documents, self.counts, self.cursors):
            kept.clear()

    async def reopen(self) -> None:
        self.shut = False


class MemoryBatch:
    """As application.ports.Batch; nothing is there before `commit`."""

    def __init__(self, views: MemoryViews) -> None:
        self._views = views
        self._looked: set[object] = set()
        self._puts: list[Callable[[], None]] = []

    async def cursors(self, locks: Collection[str]) -> dict[str, Place]:
        return await self._find(self._views.cursors, locks)

    async def documents(self, keys: Collection[Key]) -> list[Document]:
        return list((await self._find(self._views.documents, keys)).values())

    async def counts(self, plans: Collection[str]) -> dict[str, PlanCounts]:
        return await self._find(self._views.counts, plans)

    async def _find(self, kept: Mapping[T, D], keys: Collection[T]) -> dict[T, D]:
        self._looked |= set(keys)
        found = {key: kept[key] for key in keys if key in kept}
        await asyncio.sleep(0)
        return found

    async def put(
        self,
        documents: Iterable[Document],
        counts: Mapping[str, PlanCounts],
        cursors: Mapping[str, Place],
    ) -> None:
        by_key = {(type(document), document.key): document for document in documents}
        assert {*by_key, *counts, *cursors} <= self._looked, "what is put was looked for before"
        await asyncio.sleep(0)
        for kept, new in (
            (self._views.documents, by_key),
            (self._views.counts, counts),
            (self._views.cursors, cursors),
        ):
            self._puts.append(lambda kept=kept, new=new: kept.update(new))

    def commit(self) -> None:
        for put in self._puts:
            put()
        self._views.commits += 1
