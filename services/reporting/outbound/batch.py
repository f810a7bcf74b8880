"""Reporting, outbound: what one transaction reads of the views and writes into them, as records."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from typing import TypeVar

from services.reporting.application.ports import Cursor
from services.reporting.domain.claims.documents import ActivityDocument
from services.reporting.domain.counting.counts import PlanCounts
from services.reporting.domain.document import Document, Key, by_kind
from services.reporting.domain.keeping.summary import SummaryDocument
from services.reporting.outbound.mongodb import Record, Transaction
from services.reporting.outbound.points.images import (
    IMAGES,
    KEPT,
    POINTS,
    WRITTEN,
    image,
    point_record,
)
from services.reporting.outbound.shelves import (
    CURSORS,
    SHELVED,
    TOTALS,
    Held,
    Place,
    counts_of,
    cursor_of,
    cursor_record,
    lying_on,
    shelf,
    shelf_of,
    total_record,
)

D = TypeVar("D", bound=Document)
T = TypeVar("T")


def named(collection: str, generation: str) -> str:
    """A collection of one filling of the views; CONTROL alone belongs to none."""
    return f"{collection}_{generation}"


class MongoBatch:
    """As application.ports.Batch, in one transaction, which reads and changes what is `held`.

    What was not there when it was looked for is inserted, never replaced.
    """

    def __init__(self, transaction: Transaction, held: Held) -> None:
        self.held = held
        self._transaction = transaction
        self._was: dict[Place, Record] = {}
        self._writing: asyncio.Task[None] | None = None

    async def cursors(self, locks: Collection[str]) -> dict[str, Cursor]:
        records = await self._lying(CURSORS, locks)
        return {lock: cursor_of(record) for lock, record in records.items()}

    async def documents(self, keys: Collection[Key]) -> list[Document]:
        loaded: list[Document] = []
        for kind, names in by_kind(keys).items():
            if kind is SummaryDocument:
                loaded += await self._summaries(names)
                continue
            records = await self._find(kind.collection, names)
            loaded += [from_record(kind, record) for record in records.values()]
        return loaded

    async def _summaries(self, keys: Collection[str]) -> list[SummaryDocument]:
        """Each is read of its text once, as long as nobody else changes it."""
        known = self.held.summaries
        ahead = [key for key in keys if key not in known]
        for key, record in (await self._lying(SummaryDocument.collection, ahead)).items():
            known[key] = from_record(SummaryDocument, record)
        return [known[key] for key in keys if key in known]

    async def pointing(self, keys: Collection[str]) -> list[ActivityDocument]:
        name = ActivityDocument.collection
        found = await self._transaction.matching(
            self._named(name), {"points_at": {"$in": sorted(keys)}}
        )
        self._was |= {(name, record["_id"]): record for record in found}
        return [from_record(ActivityDocument, record) for record in found]

    async def counts(self, plans: Collection[str]) -> dict[str, PlanCounts]:
        # Read, add, write back: unbounded whole numbers, where $inc would end at 64 bits.
        records = await self._find(TOTALS, plans)
        return {plan: counts_of(record) for plan, record in records.items()}

    async def begin(self, documents: Iterable[Document]) -> None:
        """The server writes these while what comes after this is computed: all in one go, since two
        halves cost it a twelfth more.
        """
        self._writing = asyncio.create_task(self._write(*self._records(documents)))
        await asyncio.sleep(0)

    async def quiet(self) -> None:
        """Wait until nothing is being written: a session does one thing at a time."""
        if self._writing is not None:
            await asyncio.gather(self._writing, return_exceptions=True)

    async def put(
        self,
        documents: Iterable[Document],
        counts: Mapping[str, PlanCounts],
        cursors: Mapping[str, Cursor],
    ) -> None:
        by_collection, empty = self._records(documents)
        if self._writing is not None:
            await self._writing
        by_collection[TOTALS] = [total_record(plan, count) for plan, count in counts.items()]
        by_collection[CURSORS] = [cursor_record(lock, at) for lock, at in cursors.items()]
        await self._write(by_collection, empty)

    def _records(
        self, documents: Iterable[Document]
    ) -> tuple[dict[str, list[Record]], dict[str, list[str]]]:
        """By collection what is kept, and the keys of what says nothing any more."""
        by_collection: dict[str, list[Record]] = defaultdict(list)
        empty: dict[str, list[str]] = defaultdict(list)
        for document in documents:
            if document.empty:
                empty[document.collection].append(document.key)
                continue
            by_collection[document.collection].append(to_record(document))
            if isinstance(document, SummaryDocument):
                self.held.summaries[document.key] = document
        return by_collection, empty

    async def _write(
        self, by_collection: Mapping[str, list[Record]], empty: Mapping[str, list[str]]
    ) -> None:
        point = await self._point()
        for collection, records in by_collection.items():
            ready = self._laid(collection, records, point) if collection in SHELVED else records
            for one in ready:
                one[WRITTEN] = point
            old = [one for one in ready if (collection, one["_id"]) in self._was]
            new = [one for one in ready if (collection, one["_id"]) not in self._was]
            await self._keep(collection, [one["_id"] for one in old])
            await self._transaction.write(self._named(collection), new, old)
        for collection, keys in empty.items():
            await self._keep(collection, [key for key in keys if (collection, key) in self._was])
            await self._transaction.remove(self._named(collection), keys)

    async def _keep(self, collection: str, keys: Iterable[str]) -> None:
        """Put aside what was written before the last point and is to change now."""
        point = await self._point()
        was = (self._was[collection, key] for key in keys if collection in KEPT)
        images = [image(collection, one, point) for one in was if one.get(WRITTEN, 0) < point]
        await self._transaction.write(self._named(IMAGES), images, [])

    async def _point(self) -> int:
        """The number of the last point. It is 0 where there is none, and where there will be none:
        an earlier release has filled these views, whose records do not say when they were written.
        """
        if self.held.point is None:
            newest = await self._transaction.largest(self._named(POINTS), "_id")
            self.held.point = newest["_id"] if newest else 0
        return self.held.point

    async def keep(self, floor: int) -> None:
        began = await self._transaction.largest(self._named(POINTS), "_id")
        shelf_ = await self._transaction.largest(self._named(CURSORS), "newest")
        if began is None or shelf_ is None:
            return
        at = max(map(cursor_of, lying_on(shelf_).values()), key=lambda one: one.sequence)
        made = point_record(await self._point() + 1, floor, at.sequence, at.stored_at)
        await self._transaction.write(self._named(POINTS), [made], [])
        self.held.point = made["_id"]

    async def _lying(self, collection: str, keys: Collection[str]) -> dict[str, Record]:
        """The records under these keys, each of its shelf."""
        names = {key: shelf_of(collection, key) for key in keys}
        ahead = {one for one in names.values() if (collection, one) not in self.held.shelves}
        found = await self._find(collection, ahead)
        for one in ahead:
            self.held.shelves[collection, one] = lying_on(found[one]) if one in found else {}
            self.held.written[collection, one] = found[one].get(WRITTEN, 0) if one in found else 0
        shelves = {key: self.held.shelves[collection, one] for key, one in names.items()}
        return {key: records[key] for key, records in shelves.items() if key in records}

    def _laid(self, collection: str, records: Iterable[Record], point: int) -> list[Record]:
        """The shelves on which these records lie from now on."""
        changed: dict[str, dict[str, Record]] = defaultdict(dict)
        for record in records:
            changed[shelf_of(collection, record["_id"])][record["_id"]] = record
        laid: list[Record] = []
        for one, put in changed.items():
            before, place = self.held.shelves[collection, one], (collection, one)
            self.held.shelves[place] = now = {**before, **put}
            if before:
                written = {WRITTEN: self.held.written[place]}
                self._was[place] = {**shelf(collection, one, before), **written}
            self.held.written[place] = point
            laid.append(shelf(collection, one, now))
        return laid

    async def _find(self, collection: str, keys: Iterable[str]) -> dict[str, Record]:
        records = await self._transaction.find(self._named(collection), keys)
        self._was |= {(collection, key): record for key, record in records.items()}
        return records

    def _named(self, collection: str) -> str:
        return named(collection, self.held.generation)


async def run(
    work: Callable[[MongoBatch], Awaitable[T]], transaction: Transaction, held: Held
) -> tuple[T, Held]:
    """What the work returns, and what is held after it; nothing of it goes on when it fails."""
    batch = MongoBatch(transaction, held)
    try:
        return await work(batch), batch.held
    finally:
        await batch.quiet()


def to_record(document: Document) -> Record:
    """A document as stored: JSON values, moments as text, under its key."""
    return {"_id": document.key, **document.model_dump(mode="json", exclude_none=True)}


def from_record(kind: type[D], record: Record) -> D:
    """What begins with an underscore is of storage alone."""
    return kind.model_validate({name: value for name, value in record.items() if name[0] != "_"})
