"""Reporting, outbound: reads documents and totals back, a page at a time."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TypeVar

from contracts.unit import Unit
from services.reporting.domain.claims.evidence import MOST_SHARING
from services.reporting.domain.documents import (
    ActivityDocument,
    Document,
    Documents,
    DutyDocument,
    PlanDocument,
    ReportDocument,
    UnitDocument,
)
from services.reporting.domain.totals import Counts
from services.reporting.outbound.mongodb import Database
from services.reporting.outbound.views import TOTALS, counts_of, from_record

MOST_PLANS = 1000
AFTER_SLASH = "0"
"""The character after "/": every key of a plan is above "plan/" and below "plan0"."""

SHOWN: dict[type[Document], dict[str, bool]] = {
    DutyDocument: {},
    ActivityDocument: {},
    ReportDocument: {"current": True},
}

D = TypeVar("D", bound=Document)


class Answers:
    """What the views hold. Every read goes by key or by an index that starts with the plan."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def plans(self) -> list[PlanDocument]:
        found = await self._database.page(PlanDocument.collection, {}, limit=MOST_PLANS)
        return [from_record(PlanDocument, record) for record in found]

    async def find(self, kind: type[D], key: str) -> D | None:
        record = await self._database.get(kind.collection, key)
        return None if record is None else from_record(kind, record)

    async def counts(self, plan: str) -> tuple[Counts, datetime | None]:
        """A plan's counters, and when the newest fact in them was recorded: one document."""
        record = await self._database.get(TOTALS, plan)
        newest = datetime.fromisoformat(record["last_fact_at"]) if record else None
        return counts_of(record), newest

    async def page(
        self,
        kind: type[D],
        plan: str,
        wanted: Mapping[str, str | bool | None],
        after: str | None,
        limit: int,
    ) -> tuple[list[D], int, str | None]:
        """Some of a plan's documents in the order of their keys, those for which every wanted
        field that is not None is equal; how many match; and the key to go on after, if any.
        """
        where = {name: value for name, value in wanted.items() if value is not None}
        where["plan"] = plan
        keys = {"$gt": max(after or "", f"{plan}/"), "$lt": plan + AFTER_SLASH}
        found = await self._database.page(kind.collection, {**where, "_id": keys}, limit=limit + 1)
        items: list[D] = [from_record(kind, record) for record in found[:limit]]
        more = items[-1].key if len(found) > limit else None
        return items, await self._database.count(kind.collection, where), more

    async def sharing(self, plan: str, marks: Collection[str]) -> list[ActivityDocument]:
        """The first activities by key whose evidence has any of these marks, at most
        MOST_SHARING; one more where that is not all of them.
        """
        where = {"plan": plan, "marks": {"$in": sorted(marks)}}
        name = ActivityDocument.collection
        found = await self._database.page(name, where, limit=MOST_SHARING + 1) if marks else []
        return [from_record(ActivityDocument, record) for record in found]

    async def units(
        self, after: str | None, limit: int
    ) -> tuple[list[UnitDocument], int, str | None]:
        """A page of the directory in Vietnamese alphabetical order."""
        name = UnitDocument.collection
        where = {"sort": {"$gt": after}} if after else {}
        found = await self._database.page(name, where, sort="sort", limit=limit + 1)
        items = [from_record(UnitDocument, record) for record in found[:limit]]
        more = items[-1].sort if len(found) > limit else None
        return items, await self._database.count(name, {}), more

    async def directory(self) -> dict[str, Unit]:
        """Every unit's record by its id, those that have ended too."""
        found = await self._database.all(UnitDocument.collection, {})
        units = (from_record(UnitDocument, record) for record in found)
        return {unit.key: unit.record for unit in units}

    async def documents(self, plan: PlanDocument) -> Documents:
        """What the dashboard shows of a plan; what only totals need is not read."""
        loaded: list[Document] = [plan]
        for kind, where in SHOWN.items():
            found = await self._database.all(kind.collection, {"plan": plan.key, **where})
            loaded += [from_record(kind, record) for record in found]
        offices = (plan.plan.issuer, plan.plan.collecting_office, plan.plan.reporting.receiver)
        for unit in set(offices):
            if (document := await self.find(UnitDocument, unit)) is not None:
                loaded.append(document)
        return Documents(loaded)
