"""Reporting, outbound: reads the views as they were at a point."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any, TypeVar, get_args

from contracts import topology
from services.reporting.application.ports import Cursor, Delivered
from services.reporting.domain.claims.documents import ActivityDocument
from services.reporting.domain.document import Document, Key, by_kind
from services.reporting.domain.documents import DutyDocument, PlanDocument, UnitDocument
from services.reporting.domain.filing.documents import EntryDocument, ReportDocument
from services.reporting.domain.keeping.summary import Of, SummaryDocument
from services.reporting.domain.stamp import stamp
from services.reporting.outbound.batch import from_record, named
from services.reporting.outbound.generations import LiveRecords
from services.reporting.outbound.mongodb import Database, Record
from services.reporting.outbound.points.images import (
    IMAGES,
    KEY,
    POINTS,
    as_it_was,
    image_at,
    live_at,
)
from services.reporting.outbound.shelves import (
    CURSORS,
    SUMMARIES,
    cursor_of,
    lying_on,
    shelf_of,
    shelves_of_plan,
)
from services.reporting.outbound.views import gate_of

FIGURES = ("planned", "actual")
D = TypeVar("D", bound=Document)
M = TypeVar("M")


class MongoPoints:
    """As application.points.ports.Points."""

    def __init__(self, database: Database, delivered: Delivered) -> None:
        self._database = database
        self._delivered = delivered

    async def nearest(self, moment: datetime) -> "MongoPoint | None":
        gate = await gate_of(self._database)
        where = {"at": {"$lte": stamp(moment)}}
        name = named(POINTS, gate["live"])
        found = await self._database.largest(name, "_id", where) if gate["open"] else None
        return None if found is None else MongoPoint(self._database, gate["live"], found)

    async def last(self) -> int:
        found = await LiveRecords(self._database).largest(POINTS, "_id")
        return int(found["sequence"]) if found else 0

    async def come(self) -> int:
        delivered = await self._delivered.all_until()
        return delivered if (await gate_of(self._database))["open"] else 0

    async def texts(self, keys: Collection[str]) -> dict[str, ReportDocument]:
        name = ReportDocument.collection
        found = await LiveRecords(self._database).all(name, {"_id": {"$in": sorted(keys)}})
        return {one["_id"]: from_record(ReportDocument, one) for one in found}


class MongoPoint:
    """As application.points.ports.Point.

    What stands now is read before what was put aside: so a record that changes meanwhile is found
    at least once, and as it was.
    """

    def __init__(self, database: Database, generation: str, point: Record) -> None:
        self._database = database
        self._generation = generation
        self._number: int = point["_id"]
        self.floor: int = point["floor"]

    async def cursors(self, plan: str) -> Mapping[str, Cursor]:
        shelves = await self._made(lying_on, CURSORS, {"_id": {"$in": [*_shelves(plan)]}})
        lying = {key: one for shelf in shelves for key, one in shelf.items()}
        wanted = (topology.plan_facts(plan), topology.WHOLE_DIRECTORY)
        parts = tuple(of(plan, "") for of in (topology.unit_facts, topology.message_facts))
        return {
            lock: cursor_of(one)
            for lock, one in lying.items()
            if lock in wanted or lock.startswith(parts)
        }

    async def documents(self, keys: Collection[Key]) -> list[Document]:
        found: list[Document] = []
        for kind, names in by_kind(keys).items():
            if kind is SummaryDocument:
                shelves = {shelf_of(SUMMARIES, key) for key in names}
                found += [one for one in await self._summaries(shelves) if one.key in names]
            else:
                found += await self._all(kind, {"_id": {"$in": sorted(names)}})
        return found

    async def pointing(self, keys: Collection[str]) -> list[ActivityDocument]:
        return await self._all(ActivityDocument, {"points_at": {"$in": sorted(keys)}})

    async def told(self, plan: str) -> list[Document]:
        found: list[Document] = [
            *await self._all(PlanDocument, {"_id": plan}),
            *await self._all(UnitDocument, {}),
            *await self._all(DutyDocument, {"plan": plan}),
            *await self._all(EntryDocument, {"plan": plan}),
            *await self._all(ReportDocument, {"plan": plan, "in_force": True}),
        ]
        shelves = (one for of in get_args(Of) for one in shelves_of_plan(plan, of))
        found += await self._summaries(shelves)
        # With the plan in it SecantusDB would read all of the plan's; few documents are in these
        # indexes.
        looked_at = [await self._looked_at({one: True}) for one in ("repeats", "loose")]
        return found + [one for some in looked_at for one in some if one.plan == plan]

    async def members(self, groups: Collection[str]) -> list[ActivityDocument]:
        found = await self._looked_at({"_id": {"$in": sorted(groups)}})
        asked, ahead = set[str](), {*groups}
        while ahead:
            pointing = await self._looked_at({"points_at": {"$in": sorted(ahead)}})
            found += pointing
            asked |= ahead
            ahead = {one.key for one in pointing} - asked
        return found

    async def _looked_at(self, where: Mapping[str, Any]) -> list[ActivityDocument]:
        return await self._made(_without_figures, ActivityDocument.collection, where)

    async def _summaries(self, shelves: Iterable[str]) -> list[SummaryDocument]:
        found = await self._made(lying_on, SUMMARIES, {"_id": {"$in": sorted(shelves)}})
        lying = (one for shelf in found for one in shelf.values())
        return [from_record(SummaryDocument, one) for one in lying]

    async def _all(self, kind: type[D], where: Mapping[str, Any]) -> list[D]:
        return await self._made(partial(from_record, kind), kind.collection, where)

    async def _made(
        self,
        make: Callable[[Record], M],
        collection: str,
        where: Mapping[str, Any],
    ) -> list[M]:
        """What is made of each record as it comes, so that few are held beside it."""
        name, images = (named(one, self._generation) for one in (collection, IMAGES))
        found: dict[str, M] = {}
        async for one in self._database.each(name, live_at(where, self._number)):
            found[one["_id"]] = make(one)
        was = image_at(collection, where, self._number)
        async for one in self._database.each(images, was):
            found[one[KEY]] = make(as_it_was(one))
        return [found[key] for key in sorted(found)]


def _without_figures(record: Record) -> ActivityDocument:
    """There may be many, and nobody adds them. The server sends them: leaving out costs it more."""
    told = {name: one for name, one in record["record"].items() if name not in FIGURES}
    return from_record(ActivityDocument, {**record, "record": told})


def _shelves(plan: str) -> Iterator[str]:
    yield shelf_of(CURSORS, topology.plan_facts(plan))
    yield shelf_of(CURSORS, topology.WHOLE_DIRECTORY)
    for of in (topology.unit_facts, topology.message_facts):
        front = of(plan, "").removesuffix(".")
        yield from (f"{front}/{number}" for number in range(topology.PARTITIONS))
