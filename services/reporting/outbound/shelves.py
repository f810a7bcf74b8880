"""Reporting, outbound: the small records that every batch changes lie several on a shelf, which is
one record in MongoDB: a write costs by records and indexes, hardly by bytes.

A shelf holds what is of the units of one partition. So a batch about all units of a plan writes no
more than 16 shelves of a kind, and replicas that share the partitions write none of each other's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from contracts import topology
from services.reporting.domain.keeping.summary import Of, SummaryDocument
from services.reporting.outbound.mongodb import Record

CURSORS, SUMMARIES = "cursors", SummaryDocument.collection
SHELVED = (CURSORS, SUMMARIES)
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
    computed with. It is believed in the transaction that comes after `count` of them, and no other.
    """

    generation: str = ""
    count: int = -1
    shelves: dict[Place, dict[str, Record]] = field(default_factory=dict)
    summaries: dict[str, SummaryDocument] = field(default_factory=dict)

    def at(self, generation: str, count: int) -> "Held":
        """For the transaction after `count` others to read and change: nothing, where another one
        came between, or where it is too much.
        """
        held = Held(generation, count + 1)
        if (self.generation, self.count) == (generation, count) and len(self.shelves) < MOST_HELD:
            held.shelves |= self.shelves
            held.summaries |= self.summaries
        return held
