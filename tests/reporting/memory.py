"""Tests, reporting: the ports of the use cases in memory, giving way to others at every call."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Mapping
from datetime import datetime
from fnmatch import fnmatchcase
from hashlib import sha256
from typing import Any, ParamSpec, TypeVar

from runtime.failure import Unavailable, Unreadable
from runtime.ports import Place, Stored
from services.reporting.application.ports import Batch, Beside, Cursor, Superseded
from services.reporting.domain.claims.documents import ActivityDocument
from services.reporting.domain.counting.counts import PlanCounts
from services.reporting.domain.document import Document, Documents, Key
from services.reporting.domain.log.standing import Apart

T = TypeVar("T")
D = TypeVar("D")
P = ParamSpec("P")


class ToldLog:
    """A log to read from, which holds these messages; what the use cases here need of it."""

    def __init__(self, messages: Iterable[Stored]) -> None:
        self.messages = list(messages)

    async def last(self, subject: str) -> Place | None:
        found = [one async for one in self.read_all(subject)]
        return Place(found[-1].sequence, found[-1].stored_at) if found else None

    async def quarantined(self) -> Mapping[int, Any]:
        return {one.sequence: one for one in self.messages if one.standing == "quarantined"}

    async def read(self, subject: str, after: int = 0, *, lenient: bool = False) -> list[Stored]:
        return [stored async for stored in self.read_all(subject, after, lenient=lenient)]

    async def read_all(
        self,
        pattern: str,
        after: int = 0,
        until: datetime | None = None,
        *,
        lenient: bool = False,
    ) -> AsyncIterator[Stored]:
        for stored in self.messages:
            await asyncio.sleep(0)
            if until is not None and stored.stored_at > until:
                return
            if stored.sequence > after and fnmatchcase(stored.subject, pattern.replace(">", "*")):
                if stored.standing == "unreadable" and not lenient:
                    raise Unreadable("EVENTS", stored.sequence, stored.subject)
                yield stored


class MemoryViews:
    """As application.ports.Views: optimistic, so a transaction that another came into runs again.

    It cannot show what a server does that is killed between two of its own writes.
    """

    def __init__(self) -> None:
        self.documents: dict[Key, Document] = {}
        self.counts: dict[str, PlanCounts] = {}
        self.cursors: dict[str, Cursor] = {}
        self.kept: list[tuple[int, dict[Key, Document], dict[str, Cursor]]] = []
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


class MemoryBeside(MemoryViews):
    """As application.ports.Beside."""

    async def drop(self) -> None:
        self.dropped = True

    dropped = False


class MemoryStore:
    """As application.ports.Store; `views` are those that are read."""

    def __init__(self, views: MemoryViews) -> None:
        self.views = views
        self.why: Apart | None = None
        self.filling: MemoryBeside | None = None

    async def newest(self) -> tuple[str, Cursor] | None:
        await asyncio.sleep(0)
        found = sorted(self.views.cursors.items(), key=lambda one: one[1].sequence)
        return found[-1] if found else None

    async def cursor(self, lock: str) -> Cursor | None:
        await asyncio.sleep(0)
        return self.views.cursors.get(lock)

    async def apart(self) -> Apart | None:
        await asyncio.sleep(0)
        return self.why or ("interrupted" if self.views.shut else None)

    async def generation(self) -> tuple[str, bool]:
        return str(id(self.views)), self.filling not in (None, self.views)

    async def refuse(self, why: Apart) -> None:
        self.why, self.views.shut = why, True

    async def begin(self) -> MemoryBeside:
        await asyncio.sleep(0)
        self.filling = MemoryBeside()
        return self.filling

    async def shut(self, beside: Beside) -> None:
        await asyncio.sleep(0)
        if beside is not self.filling:
            raise Superseded
        self.views.shut = True

    async def reopen(self) -> None:
        self.views.shut = self.why is not None

    async def switch(self, beside: Beside) -> None:
        assert isinstance(beside, MemoryBeside)
        await asyncio.sleep(0)
        if beside is not self.filling:
            raise Superseded
        self.views, self.why = beside, None

    async def transact(self, work: Callable[[Batch], Awaitable[T]]) -> T:
        """As application.ports.Views, of those that are read."""
        return await self.views.transact(work)


class MemoryBatch:
    """As application.ports.Batch; nothing is there before `commit`."""

    def __init__(self, views: MemoryViews) -> None:
        self._views = views
        self._looked: set[object] = set()
        self._begun: list[Document] = []
        self._puts: list[Callable[[], None]] = []

    async def cursors(self, locks: Collection[str]) -> dict[str, Cursor]:
        return await self._find(self._views.cursors, locks)

    async def documents(self, keys: Collection[Key]) -> list[Document]:
        return list((await self._find(self._views.documents, keys)).values())

    async def pointing(self, keys: Collection[str]) -> list[ActivityDocument]:
        every = self._views.all().all(ActivityDocument)
        found = [one for one in every if one.points_at in keys]
        self._looked |= {(ActivityDocument, one.key) for one in found}
        await asyncio.sleep(0)
        return found

    async def counts(self, plans: Collection[str]) -> dict[str, PlanCounts]:
        return await self._find(self._views.counts, plans)

    async def _find(self, kept: Mapping[T, D], keys: Collection[T]) -> dict[T, D]:
        self._looked |= set(keys)
        found = {key: kept[key] for key in keys if key in kept}
        await asyncio.sleep(0)
        return found

    async def begin(self, documents: Iterable[Document]) -> None:
        self._begun += documents

    async def put(
        self,
        documents: Iterable[Document],
        counts: Mapping[str, PlanCounts],
        cursors: Mapping[str, Cursor],
    ) -> None:
        every = [*self._begun, *documents]
        by_key = {(type(document), document.key): document for document in every}
        assert len(by_key) == len(every), "each is put once"
        assert {*by_key, *counts, *cursors} <= self._looked, "what is put was looked for before"
        await asyncio.sleep(0)
        kept_on = {key: one for key, one in by_key.items() if not one.empty}
        self._puts.append(lambda: [self._views.documents.pop(key, None) for key in by_key])
        for kept, new in (
            (self._views.documents, kept_on),
            (self._views.counts, counts),
            (self._views.cursors, cursors),
        ):
            self._puts.append(lambda kept=kept, new=new: kept.update(new))

    async def keep(self, floor: int) -> None:
        views = self._views
        self._puts.append(
            lambda: views.kept.append((floor, dict(views.documents), dict(views.cursors)))
        )

    def commit(self) -> None:
        for put in self._puts:
            put()
        self._views.commits += 1


async def here(work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """As application.frozen.ports.Elsewhere, in this process."""
    return work(*args, **kwargs)


class MemoryFiles:
    """As application.frozen.ports.Files."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], bytes] = {}

    async def put(self, plan: str, content: bytes) -> str:
        name = sha256(content).hexdigest()
        self.kept[plan, name] = content
        return name

    async def get(self, plan: str, sha256: str) -> bytes | None:
        return self.kept.get((plan, sha256))
