"""Reporting, outbound: reads documents and totals back, a page at a time."""

from collections.abc import Collection, Iterable
from typing import TypeVar

from contracts.unit import Unit
from services.reporting.application.ports import MOST_SHARING, Filters, Units
from services.reporting.domain.claims.documents import ActivityDocument, Claimant
from services.reporting.domain.counting.counts import PlanCounts
from services.reporting.domain.document import Document, Documents
from services.reporting.domain.documents import (
    DutyDocument,
    MessageDocument,
    PlanDocument,
    RungDocument,
    UnitDocument,
)
from services.reporting.domain.filing.documents import EntryDocument
from services.reporting.domain.keeping.summary import Of, SummaryDocument
from services.reporting.domain.log.unread import QuarantinedDocument, UnreadRecord
from services.reporting.outbound.batch import from_record
from services.reporting.outbound.generations import LiveRecords
from services.reporting.outbound.kept.board import Owed, matching
from services.reporting.outbound.kept.decoded import from_bytes
from services.reporting.outbound.kept.everything import Kept
from services.reporting.outbound.kept.still import once
from services.reporting.outbound.kept.wheres import beyond, wheres
from services.reporting.outbound.mongodb import Database, Record
from services.reporting.outbound.shelves import (
    CURSORS,
    SUMMARIES,
    TOTALS,
    counts_of,
    cursor_of,
    lying_on,
    shelf_of,
    shelves_of_plan,
)

MOST_PLANS = 1000
D = TypeVar("D", bound=Document)


class MongoAnswers:
    """As application.ports.Answers, for one request: reads by key, or by an index that starts with
    the plan. All are of one filling of the views; what many requests need alike is kept of them.
    """

    def __init__(self, database: Database, kept: Kept) -> None:
        self._live = LiveRecords(database)
        self._kept = kept
        self.still = kept.still
        self.position = self._live.position

    @once
    async def plans(self) -> list[PlanDocument]:
        name = PlanDocument.collection
        stored = await self._live.stored(name, {}, sort="_id", limit=MOST_PLANS)
        return [from_bytes(PlanDocument, one) for one in stored]

    @once
    async def find(self, kind: type[D], key: str) -> D | None:
        found = await self._all(kind, {"_id": key})
        return found[0] if found else None

    @once
    async def counts(self, plan: str) -> PlanCounts:
        return counts_of(await self._live.get(TOTALS, plan))

    async def page(
        self,
        kind: type[D],
        plan: str,
        filters: Filters,
        after: str | None,
        limit: int,
        units: Units = None,
        among: Units = None,
    ) -> tuple[list[D], str | None]:
        whole = units is None and among is None and filters.get("unit") is None
        if kind is DutyDocument and whole:
            every = matching(await self._owing(plan), kind, filters)
            ahead = [one for one in every if one.key > (after or "")]
            return ahead[:limit], ahead[limit - 1].key if len(ahead) > limit else None
        found: dict[str, D] = {}
        for where in wheres(kind, plan, filters, units):
            if among is not None:
                where["unit"] = {"$in": sorted(among)}
            if after is not None:
                where["_id"] = beyond(after, plan)
            read = await self._kept.ends.first(self._live, kind, where, limit + 1)
            found |= {one.key: one for one in read}
        items = [found[key] for key in sorted(found)[:limit]]
        return items, items[-1].key if len(found) > limit else None

    @once
    async def count(
        self, kind: type[Document], plan: str, filters: Filters, units: Units = None
    ) -> int:
        if kind is DutyDocument and units is None and filters.get("unit") is None:
            return len(matching(await self._owing(plan), kind, filters))
        first, *others = wheres(kind, plan, filters, units)
        number = await self._live.count(kind.collection, first)
        for where in others:
            found = await self._live.all(kind.collection, where)
            number += sum(one["unit"] not in (units or ()) for one in found)
        return number

    @once
    async def summaries(self, plan: str, of: Of, units: Units = None) -> list[SummaryDocument]:
        names = shelves_of_plan(plan, of)
        if units is not None:
            names = sorted({shelf_of(SUMMARIES, f"{plan}/{unit}/{of}") for unit in units})
        shelves = await self._live.all(SUMMARIES, {"_id": {"$in": names}})
        found = [one for shelf in shelves for one in lying_on(shelf).values()]
        wanted = [one for one in found if units is None or one["unit"] in units]
        return [from_record(SummaryDocument, record) for record in wanted]

    async def sharing(self, plan: str, marks: Collection[str]) -> list[Claimant]:
        if not marks:
            return []
        where = {"plan": plan, "marks": {"$in": sorted(marks)}}
        name = ActivityDocument.collection

        async def read() -> list[Claimant]:
            stored = await self._live.stored(name, where, sort="_id", limit=MOST_SHARING + 1)
            return [from_bytes(ActivityDocument, one).claimant for one in stored]

        return await self._kept.pages.once(await self.position(), (plan, frozenset(marks)), read)

    async def units(
        self, after: str | None, limit: int
    ) -> tuple[list[UnitDocument], int, str | None]:
        name = UnitDocument.collection
        where = {"sort": {"$gt": after}} if after else {}
        stored = await self._live.stored(name, where, sort="sort", limit=limit + 1)
        items = [from_bytes(UnitDocument, one) for one in stored[:limit]]
        more = items[-1].sort if len(stored) > limit else None
        return items, await self._size(), more

    @once
    async def _size(self) -> int:
        """Of the directory."""
        return await self._live.count(UnitDocument.collection, {})

    @once
    async def borne(self, plan: str, unit: str) -> list[DutyDocument]:
        wheres = ({"plan": plan, end: unit} for end in ("unit", "bearer"))
        found = [await self._all(DutyDocument, where) for where in wheres]
        return [*{one.key: one for some in found for one in some}.values()]

    @once
    async def lineage(self, units: Collection[str]) -> list[UnitDocument]:
        found: dict[str, UnitDocument] = {}
        asked, ahead = set[str](), {*units}
        while ahead:
            names = {"$in": sorted(ahead)}
            for one in await self._all(UnitDocument, {"$or": [{"_id": names}, {"after": names}]}):
                found[one.key] = one
            asked |= ahead
            links = (name for one in found.values() for name in one.record.successors)
            ahead = {*found, *links} - asked
        return [*found.values()]

    async def parts(
        self, plan: str, units: Collection[str]
    ) -> tuple[list[DutyDocument], list[EntryDocument]]:
        where = {"plan": plan, "unit": {"$in": sorted(units)}}
        return await self._all(DutyDocument, where), await self._all(EntryDocument, where)

    async def reminders(
        self, plan: str, units: Collection[str]
    ) -> tuple[list[RungDocument], list[MessageDocument]]:
        where = {"plan": plan, "unit": {"$in": sorted(units)}}
        return await self._all(RungDocument, where), await self._all(MessageDocument, where)

    @once
    async def entries(self, plan: str, owed: Collection[str]) -> list[EntryDocument]:
        found = [await self._all(EntryDocument, {"plan": plan, "owed": one}) for one in owed]
        return [one for some in found for one in some]

    @once
    async def unread(self) -> list[UnreadRecord]:
        said = [one.record for one in await self._all(QuarantinedDocument, {})]
        shelves = await self._live.all(CURSORS, {"unread": True})
        found = {one.sequence: one for one in said}
        lying = (record for shelf in shelves for record in lying_on(shelf).values())
        for cursor in map(cursor_of, lying):
            for sequence, subject in cursor.unread.items():
                found.setdefault(sequence, UnreadRecord(sequence=sequence, subject=subject))
        return [found[sequence] for sequence in sorted(found)]

    @once
    async def directory(self) -> dict[str, Unit]:
        return {unit.key: unit.record for unit in await self._all(UnitDocument, {})}

    @once
    async def around(self, unit: str) -> dict[str, Unit]:
        found: dict[str, Unit] = {}
        asked, ahead = set[str](), {unit}
        while ahead:
            names = {"$in": sorted(ahead)}
            ends = ("_id", "record.parents.value", "record.successors")
            for one in await self._all(UnitDocument, {"$or": [{end: names} for end in ends]}):
                found[one.key] = one.record
            asked |= ahead
            before = (name for one in asked & found.keys() for name in found[one].predecessors)
            ahead = {*found, *before} - asked
        return found

    async def documents(self, plan: PlanDocument, units: Units = None) -> Documents:
        if units is None:
            owed: Iterable[Document] = await self._owing(plan.key)
        else:
            duties, entries = await self.parts(plan.key, units)
            owed = [*duties, *entries]
        kept = await self.summaries(plan.key, "activities", units)
        return Documents([plan, *owed, *kept, *await self._called(plan)])

    async def owed(self, plan: PlanDocument, units: Units) -> Documents:
        if units is None:
            return await self.documents(plan)
        called = await self._called(plan)
        moving = {one.unit for one in called} if plan.former else set[str]()
        where = {"plan": plan.key, "unit": {"$in": sorted({*units, *moving})}}
        return Documents([plan, *called, *await self._all(DutyDocument, where)])

    @once
    async def _owing(self, plan: str) -> list[Owed]:
        return await self._kept.board.of(self._live, plan)

    async def _called(self, plan: PlanDocument) -> list[UnitDocument]:
        """The units that have another name than in the plan, or took over from each other."""
        offices = (plan.plan.issuer, plan.plan.collecting_office, plan.plan.reporting.receiver)
        found = [await self.find(UnitDocument, one) for one in sorted({*offices})]
        named = [one for one in found if one is not None]
        names = {*plan.former, *(one.unit for one in plan.participants)}
        ended = [one for one in await self._ended() if one.unit in names]
        return [*named, *ended, *await self.lineage(plan.former)]

    @once
    async def _ended(self) -> list[UnitDocument]:
        """The units whose records have an end."""
        return await self._all(UnitDocument, {"record.valid_to": {"$gt": ""}})

    async def _all(self, kind: type[D], where: Record) -> list[D]:
        return [from_bytes(kind, one) for one in await self._live.stored(kind.collection, where)]
