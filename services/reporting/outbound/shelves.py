"""Reporting, outbound: the small records that every batch changes lie several on a shelf, which is
one record in MongoDB: a write costs by records and indexes, hardly by bytes.

A shelf holds what is of the units of one partition. So a batch about all units of a plan writes no
more than 16 shelves of a kind, and replicas that share the partitions write none of each other's.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from contracts import topology
from services.reporting.application.ports import Cursor
from services.reporting.domain.counting.counts import PlanCounts
from services.reporting.domain.keeping.summary import Of, SummaryDocument, read, told
from services.reporting.domain.stamp import stamp
from services.reporting.outbound.mongodb import Record

CURSORS, SUMMARIES = "cursors", SummaryDocument.collection
SHELVED = (CURSORS, SUMMARIES)
TOTALS = "totals"
MOST_HELD = 512
"""Shelves that are held in memory; a plan has 64."""

Place = tuple[str, str]
"""A collection and a key."""


def shelf_of(collection: str, key: str) -> str:
    """The key of the shelf on which the record under `key` lies."""
    if collection == CURSORS:
        front, _, last = key.rpartition(".")
        return f"{front}/{topology.partition(last)}"
    plan, unit, of = key.split("/")
    return f"{plan}/{of}/{topology.partition(unit)}"


def shelves_of_plan(plan: str, of: Of) -> list[str]:
    """The keys of all shelves with a plan's summaries of one kind."""
    return [f"{plan}/{of}/{number}" for number in range(topology.PARTITIONS)]


def lying_on(shelf: Mapping[str, Any]) -> dict[str, Record]:
    """The records on a shelf, by key."""
    return {record["_id"]: record for record in shelf["kept"]}


def shelf(collection: str, key: str, records: Mapping[str, Record]) -> Record:
    """A shelf as stored. Of cursors it says the highest sequence, and whether any message on their
    subjects waits to be read.
    """
    made: Record = {"_id": key, "kept": [records[one] for one in sorted(records)]}
    if collection == CURSORS:
        made["newest"] = max(record["sequence"] for record in records.values())
        made["unread"] = any(record["unread"] for record in records.values())
    return made


@dataclass
class Held:
    """What the transactions over some views left on their shelves, and summaries as they are
    computed with; the number of the last point that is kept, and after which one each shelf was
    `written`. It is believed in the transaction that comes after `count` of them, and no other.
    """

    generation: str = ""
    count: int = -1
    point: int | None = None
    shelves: dict[Place, dict[str, Record]] = field(default_factory=dict)
    written: dict[Place, int] = field(default_factory=dict)
    summaries: dict[str, SummaryDocument] = field(default_factory=dict)

    def at(self, generation: str, count: int) -> "Held":
        """For the transaction after `count` others to read and change: nothing, where another one
        came between, or where it is too much.
        """
        held = Held(generation, count + 1)
        if (self.generation, self.count) == (generation, count) and len(self.shelves) < MOST_HELD:
            held.point = self.point
            held.shelves |= self.shelves
            held.written |= self.written
            held.summaries |= self.summaries
        return held


def cursor_record(lock: str, at: Cursor) -> Record:
    return {
        "_id": lock,
        "sequence": at.sequence,
        "stored_at": stamp(at.stored_at),
        "told_at": stamp(at.told_at) if at.told_at else None,
        "unread": [[sequence, subject] for sequence, subject in at.unread.items()],
    }


def cursor_of(record: Record) -> Cursor:
    stored_at = datetime.fromisoformat(record["stored_at"])
    said = record.get("told_at")
    told_at = datetime.fromisoformat(said) if said else None
    return Cursor(int(record["sequence"]), stored_at, dict(record["unread"]), told_at)


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
