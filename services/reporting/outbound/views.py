"""Reporting, outbound: documents, counters and cursors in MongoDB, one transaction a batch."""

from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import uuid4

from runtime.failure import Unavailable
from services.reporting.application.ports import Batch, Cursor
from services.reporting.domain.claims.documents import ActivityDocument
from services.reporting.domain.counting.counts import PlanCounts
from services.reporting.domain.document import Document, Key
from services.reporting.domain.keeping.summary import read, told
from services.reporting.domain.log.standing import ADVICE, Apart
from services.reporting.domain.stamp import stamp
from services.reporting.outbound.mongodb import Database, Record, Transaction

CURSORS, TOTALS, CONTROL = "cursors", "totals", "control"
GATE = "gate"
INDEXES: dict[str, Sequence[Sequence[str]]] = {
    "units": [["sort"], ["after"], ["record.parents.value"], ["record.successors"]],
    "duties": [
        ["plan", "status", "unit", "_id"],
        ["plan", "unit", "_id"],
        ["plan", "duty", "_id"],
        ["plan", "owed", "unit", "_id"],
        ["plan", "bearer", "_id"],
    ],
    "activities": [
        ["plan", "status", "unit", "_id"],
        ["plan", "unit", "_id"],
        ["plan", "marks", "_id"],
    ],
    "summaries": [["plan", "of", "_id"]],
    "entries": [["plan", "owed", "_id"], ["plan", "unit", "_id"]],
    "reports": [
        ["plan", "in_force", "_id"],
        ["plan", "current", "_id"],
        ["plan", "waiting", "_id"],
        ["plan", "unit", "_id"],
        ["plan", "through", "_id"],
    ],
    "rungs": [["plan", "fate", "_id"], ["plan", "unit", "_id"]],
    "messages": [["plan", "status", "_id"], ["plan", "unit", "_id"]],
    "cursors": [["sequence"]],
}
"""What the API filters by; keys start with the plan, so that pages follow the key."""

SPARSE: dict[str, Sequence[str]] = {"activities": ["points_at", "repeats"]}
"""Fields that few documents have, each with an index of those."""

T = TypeVar("T")
D = TypeVar("D", bound=Document)


def named(collection: str, generation: str) -> str:
    """A collection of one filling of the views; CONTROL alone belongs to none."""
    return f"{collection}_{generation}"


class MongoViews:
    """As application.ports.Views: the views that are read. A gate, written in every transaction,
    shuts them all out, and says which these are.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def declare(self) -> None:
        """Make the gate and the indexes on the first start."""
        await self._database.add(CONTROL, new_gate(None))
        await declare(self._database, (await gate_of(self._database))["live"])

    async def transact(self, work: Callable[[Batch], Awaitable[T]]) -> T:
        async def gated(transaction: Transaction) -> T:
            let_in = await transaction.count_up(CONTROL, GATE, {"open": True})
            gate = (await transaction.find(CONTROL, [GATE])).get(GATE) or new_gate("view-empty")
            if not let_in:
                advice = ADVICE[gate["apart"] or "interrupted"]
                raise Unavailable(f"{advice.en}; {advice.next}")
            return await work(MongoBatch(transaction, gate["live"]))

        return await self._database.transact(gated)


def new_gate(apart: Apart | None) -> Record:
    """To views that hold nothing yet; closed where they are not the log's."""
    live = new_generation()
    return {"_id": GATE, "open": apart is None, "count": 0, "live": live, "apart": apart}


async def gate_of(database: Database) -> Record:
    """The gate. Where there is none, the database was emptied under a running service: from then on
    one that lets nobody in.
    """
    while (gate := await database.get(CONTROL, GATE)) is None:
        await database.add(CONTROL, new_gate("view-empty"))
    return gate


def new_generation() -> str:
    return uuid4().hex[:8]


async def declare(database: Database, generation: str) -> None:
    for collection, indexes in INDEXES.items():
        for fields in indexes:
            await database.index(named(collection, generation), fields)
    for collection, fields in SPARSE.items():
        for field in fields:
            await database.index(named(collection, generation), [field], sparse=True)


class MongoBatch:
    """As application.ports.Batch, in one transaction.

    What was not there when it was looked for is inserted, never replaced.
    """

    def __init__(self, transaction: Transaction, generation: str) -> None:
        self._transaction = transaction
        self._generation = generation
        self._there: set[tuple[str, str]] = set()

    async def cursors(self, locks: Collection[str]) -> dict[str, Cursor]:
        records = await self._find(CURSORS, locks)
        return {lock: cursor_of(record) for lock, record in records.items()}

    async def documents(self, keys: Collection[Key]) -> list[Document]:
        by_kind: dict[type[Document], list[str]] = defaultdict(list)
        for kind, key in keys:
            by_kind[kind].append(key)
        loaded: list[Document] = []
        for kind, names in by_kind.items():
            records = await self._find(kind.collection, names)
            loaded += [from_record(kind, record) for record in records.values()]
        return loaded

    async def pointing(self, keys: Collection[str]) -> list[ActivityDocument]:
        name = ActivityDocument.collection
        found = await self._transaction.matching(
            named(name, self._generation), {"points_at": {"$in": sorted(keys)}}
        )
        self._there |= {(name, record["_id"]) for record in found}
        return [from_record(ActivityDocument, record) for record in found]

    async def counts(self, plans: Collection[str]) -> dict[str, PlanCounts]:
        # Read, add, write back: unbounded whole numbers, where $inc would end at 64 bits.
        records = await self._find(TOTALS, plans)
        return {plan: counts_of(record) for plan, record in records.items()}

    async def put(
        self,
        documents: Iterable[Document],
        counts: Mapping[str, PlanCounts],
        cursors: Mapping[str, Cursor],
    ) -> None:
        by_collection: dict[str, list[Record]] = defaultdict(list)
        empty: dict[str, list[str]] = defaultdict(list)
        for document in documents:
            if document.empty:
                empty[document.collection].append(document.key)
                continue
            by_collection[document.collection].append(to_record(document))
        by_collection[TOTALS] = [total_record(plan, count) for plan, count in counts.items()]
        by_collection[CURSORS] = [
            {
                "_id": lock,
                "sequence": at.sequence,
                "stored_at": stamp(at.stored_at),
                "unread": [[sequence, subject] for sequence, subject in at.unread.items()],
            }
            for lock, at in cursors.items()
        ]
        for collection, records in by_collection.items():
            old = [one for one in records if (collection, one["_id"]) in self._there]
            new = [one for one in records if (collection, one["_id"]) not in self._there]
            await self._transaction.write(named(collection, self._generation), new, old)
        for collection, keys in empty.items():
            await self._transaction.remove(named(collection, self._generation), keys)

    async def _find(self, collection: str, keys: Iterable[str]) -> dict[str, Record]:
        records = await self._transaction.find(named(collection, self._generation), keys)
        self._there |= {(collection, key) for key in records}
        return records


def cursor_of(record: Record) -> Cursor:
    stored_at = datetime.fromisoformat(record["stored_at"])
    return Cursor(int(record["sequence"]), stored_at, dict(record["unread"]))


def to_record(document: Document) -> Record:
    """A document as stored: JSON values, moments as text, under its key."""
    return {"_id": document.key, **document.model_dump(mode="json", exclude_none=True)}


def from_record(kind: type[D], record: Record) -> D:
    return kind.model_validate({name: value for name, value in record.items() if name != "_id"})


def total_record(plan: str, counted: PlanCounts) -> Record:
    """A plan's counters as stored."""
    newest = counted.last_fact_at
    return {
        "_id": plan,
        "last_fact_at": stamp(newest) if newest else None,
        "counts": told(counted.counts),
    }


def counts_of(record: Record | None) -> PlanCounts:
    """A plan's counters from what was stored."""
    if record is None:
        return PlanCounts(Counter())
    newest = record["last_fact_at"]
    return PlanCounts(read(record["counts"]), datetime.fromisoformat(newest) if newest else None)
