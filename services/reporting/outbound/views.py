"""Reporting, outbound: keeps documents, totals and cursors in step, one transaction a batch."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from runtime.failure import Unavailable
from services.reporting.domain.contribution import difference, without_zeros
from services.reporting.domain.documents import KINDS, Document, Documents, Key, stamp
from services.reporting.domain.fold import Decision, fold_all, touches
from services.reporting.domain.totals import Counts
from services.reporting.outbound.mongodb import Database, Record, Transaction

CURSORS, TOTALS, CONTROL = "cursors", "totals", "control"
GATE = "gate"
INDEXES: dict[str, Sequence[Sequence[str]]] = {
    "units": [["sort"]],
    "duties": [["plan", "status", "_id"], ["plan", "unit", "_id"], ["plan", "duty", "_id"]],
    "activities": [["plan", "status", "_id"], ["plan", "unit", "_id"], ["plan", "marks", "_id"]],
    "reports": [["plan", "current", "_id"], ["plan", "unit", "_id"]],
    "rungs": [["plan", "fate", "_id"], ["plan", "unit", "_id"]],
    "messages": [["plan", "status", "_id"], ["plan", "unit", "_id"]],
}
"""What the API filters by; keys start with the plan, so that pages follow the key."""

REBUILDING = (
    "the views are being rebuilt; if that was interrupted, run `ngayso views rebuild` again"
)
STARTED_OVER = "the log started over, was it restored? Run `ngayso views rebuild`"
INT64 = 2**63


class Views:
    """The view of the log in MongoDB. Everything in it can be dropped and rebuilt."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def declare(self) -> None:
        """Make the indexes, and the gate on the first start."""
        for collection, indexes in INDEXES.items():
            for fields in indexes:
                await self._database.index(collection, fields)
        if await self._database.get(CONTROL, GATE) is None:
            await self._database.put(CONTROL, {"_id": GATE, "open": True, "count": 0})

    async def project(self, decisions: Sequence[Decision]) -> dict[str, int]:
        """Fold decisions into the view; repeats change nothing.

        Where some came before their predecessors nothing is folded, and the answer is where those
        subjects' views end. Raises Unavailable while the views are rebuilt, where the log started
        over, or where the server is away: all is then handled again.
        """

        async def work(transaction: Transaction) -> dict[str, int]:
            if not await transaction.count_up(CONTROL, GATE, {"open": True}):
                raise Unavailable(REBUILDING)
            return await _project(transaction, decisions)

        return await self._database.transact(work)

    async def check(self) -> None:
        """Raises Unavailable where the view cannot be read or is incomplete."""
        gate = await self._database.get(CONTROL, GATE)
        if gate is not None and not gate["open"]:
            raise Unavailable(REBUILDING)

    async def empty(self) -> None:
        """Shut the gate and delete everything; a batch under way is undone or waits."""
        await self._database.put(CONTROL, {"_id": GATE, "open": False, "count": 0})
        for collection in (*(kind.collection for kind in KINDS), TOTALS, CURSORS):
            await self._database.clear(collection)

    async def reopen(self) -> None:
        """Let batches in again."""
        await self._database.put(CONTROL, {"_id": GATE, "open": True, "count": 0})


async def _project(transaction: Transaction, decisions: Sequence[Decision]) -> dict[str, int]:
    cursors = await transaction.find(CURSORS, {decision.subject for decision in decisions})
    fresh, moved, gaps = _fresh(decisions, cursors)
    if gaps or not fresh:
        return gaps
    keys = {key for decision in fresh for fact in decision.facts for key in touches(fact)}
    documents = fold_all(fresh, Documents(await _load(transaction, keys)))
    changed = documents.changed()
    by_collection: dict[str, tuple[list[Record], list[Record]]] = defaultdict(lambda: ([], []))
    for before, after in changed:
        by_collection[after.collection][before is not None].append(to_record(after))
    for collection, (new, old) in by_collection.items():
        await transaction.write(collection, new, old)
    await _add(transaction, difference(changed), max(d.stored_at for d in fresh))
    new = [record for key, record in moved.items() if key not in cursors]
    await transaction.write(CURSORS, new, [moved[key] for key in moved.keys() & cursors.keys()])
    return {}


def _fresh(
    decisions: Iterable[Decision], cursors: dict[str, Record]
) -> tuple[list[Decision], dict[str, Record], dict[str, int]]:
    """The decisions that are not in the view yet, where their subjects' cursors move, and where
    the cursors stand of those that came too early.
    """
    gaps: dict[str, int] = {}
    moved: dict[str, Record] = {}
    fresh: list[Decision] = []
    for decision in sorted(decisions, key=lambda d: d.sequence):
        cursor = moved.get(decision.subject) or cursors.get(decision.subject)
        at = int(cursor["sequence"]) if cursor else 0
        if decision.sequence <= at:
            if cursor and stamp(decision.stored_at) > cursor["stored_at"]:
                raise Unavailable(STARTED_OVER)
            continue
        if decision.previous > at:
            gaps[decision.subject] = at
            continue
        fresh.append(decision)
        moved[decision.subject] = {
            "_id": decision.subject,
            "sequence": decision.sequence,
            "stored_at": stamp(decision.stored_at),
        }
    return fresh, moved, gaps


async def _load(transaction: Transaction, keys: Iterable[Key]) -> list[Document]:
    wanted: dict[type[Document], list[str]] = defaultdict(list)
    for kind, key in keys:
        wanted[kind].append(key)
    loaded: list[Document] = []
    for kind, names in wanted.items():
        found = await transaction.find(kind.collection, names)
        loaded += [from_record(kind, record) for record in found.values()]
    return loaded


async def _add(transaction: Transaction, added: dict[str, Counts], last: datetime) -> None:
    """Read, add, write back: unbounded whole numbers, where $inc would end at 64 bits."""
    known = await transaction.find(TOTALS, added)
    records = [total_record(plan, counts, known.get(plan), last) for plan, counts in added.items()]
    new = [record for record in records if record["_id"] not in known]
    await transaction.write(TOTALS, new, [r for r in records if r["_id"] in known])


def to_record(document: Document) -> Record:
    """A document as stored: JSON values, moments as text, under its key."""
    return {"_id": document.key, **document.model_dump(mode="json", exclude_none=True)}


def from_record(kind: type[Document], record: Record) -> Any:
    return kind.model_validate({name: value for name, value in record.items() if name != "_id"})


def total_record(plan: str, added: Counts, known: Record | None, last: datetime) -> Record:
    counts = counts_of(known)
    counts.update(added)
    newest = max(stamp(last), known["last_fact_at"]) if known else stamp(last)
    return {
        "_id": plan,
        "last_fact_at": newest,
        "counts": [
            [*key, count if abs(count) < INT64 else str(count)]
            for key, count in sorted(without_zeros(counts).items())
        ],
    }


def counts_of(record: Record | None) -> Counts:
    """A plan's counters as stored; what is larger than 64 bits is stored as text."""
    lines = record["counts"] if record else []
    return Counter({tuple(line[:-1]): int(line[-1]) for line in lines})
