"""Tests, reporting: the views in memory as they are read."""

import asyncio
from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import TypeVar

from contracts.unit import Unit
from runtime.clock import SystemClock
from runtime.ports import Stored
from services.reporting.application.answer import Glance
from services.reporting.application.ports import MOST_SHARING, Answers, Filters, Units
from services.reporting.application.projecting import Projecting
from services.reporting.application.readers.eyes import Eyes
from services.reporting.application.reading import Reading
from services.reporting.domain.claims.documents import ActivityDocument, Claimant
from services.reporting.domain.consolidated import Consolidated
from services.reporting.domain.counting.counts import PlanCounts
from services.reporting.domain.document import Document, Documents
from services.reporting.domain.documents import (
    DutyDocument,
    MessageDocument,
    PlanDocument,
    RungDocument,
    UnitDocument,
)
from services.reporting.domain.filing.documents import EntryDocument, ReportDocument
from services.reporting.domain.keeping.summary import Of, SummaryDocument
from services.reporting.domain.log.unread import QuarantinedDocument, UnreadRecord
from services.reporting.domain.readers.reader import Reader
from services.reporting.pages.page import plan_page
from tests.reporting.given.records import PLAN
from tests.reporting.memory import MemoryViews, ToldLog

D = TypeVar("D", bound=Document)


async def projected(log: list[Stored]) -> MemoryViews:
    """The views after all of a log."""
    views = MemoryViews()
    await Projecting(views, ToldLog(log)).project(log)
    return views


def reading_all(answers: Answers) -> Reading:
    """The answers as a leader reads them."""
    leader = Reader(subject="lanh-dao", roles=frozenset({"leader"}))
    return Reading(answers, Eyes(leader, answers, SystemClock()))


async def page_of(reading: Reading, now: datetime, plan: str = PLAN) -> str:
    """A plan's page, all of it."""
    glance = await reading.glance(plan, now)
    return "".join(
        [piece async for piece in plan_page(glance, lambda: reading.consolidated(glance))]
    )


def page_with(report: Consolidated) -> str:
    """The page of a report that nothing kept stands behind."""
    document = PlanDocument(plan=report.plan, participants=(), published_at=report.as_of)
    counted = PlanCounts(Counter())
    late = Counter(one.owed for one in report.owing if one.overdue)
    glance = Glance(document, None, counted, report.totals, late, (), report.as_of)

    async def pieces() -> str:
        async def rest() -> Consolidated:
            return report

        return "".join([piece async for piece in plan_page(glance, rest)])

    return asyncio.run(pieces())


def concerns(one: Document) -> set[str | None]:
    """The units that a document is about."""
    other = one.bearer if isinstance(one, DutyDocument) else None
    other = one.through if isinstance(one, ReportDocument) else other
    return {getattr(one, "unit", None), other}


class MemoryAnswers:
    """As application.ports.Answers, over the views in memory."""

    def __init__(self, views: MemoryViews) -> None:
        self._views = views

    async def position(self) -> str | None:
        return None if self._views.shut else f"{id(self._views)}.{self._views.commits}"

    async def plans(self) -> list[PlanDocument]:
        return sorted(self._views.all().all(PlanDocument), key=lambda plan: plan.key)

    async def unread(self) -> list[UnreadRecord]:
        return [one.record for one in self._views.all().all(QuarantinedDocument)]

    async def find(self, kind: type[D], key: str) -> D | None:
        return self._views.all().find(kind, key)

    async def counts(self, plan: str) -> PlanCounts:
        return self._views.counts.get(plan, PlanCounts(Counter()))

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
        every = self._matching(kind, plan, filters, units)
        if among is not None:
            every = [one for one in every if getattr(one, "unit", None) in among]
        left = [one for one in every if one.key > (after or "")]
        items = left[:limit]
        return items, items[-1].key if len(left) > limit else None

    async def count(
        self, kind: type[Document], plan: str, filters: Filters, units: Units = None
    ) -> int:
        return len(self._matching(kind, plan, filters, units))

    async def summaries(self, plan: str, of: Of, units: Units = None) -> list[SummaryDocument]:
        return self._matching(SummaryDocument, plan, {"of": of}, units)

    def _matching(self, kind: type[D], plan: str, filters: Filters, units: Units) -> list[D]:
        wanted = {**{k: v for k, v in filters.items() if v is not None}, "plan": plan}
        return [
            one
            for one in sorted(self._views.all().all(kind), key=lambda document: document.key)
            if all(getattr(one, field) == value for field, value in wanted.items())
            and (units is None or concerns(one) & units)
        ]

    async def sharing(self, plan: str, marks: Collection[str]) -> list[Claimant]:
        every = self._matching(ActivityDocument, plan, {}, None)
        return [one.claimant for one in every if {*one.marks} & {*marks}][: MOST_SHARING + 1]

    async def units(
        self, after: str | None, limit: int
    ) -> tuple[list[UnitDocument], int, str | None]:
        every = sorted(self._views.all().all(UnitDocument), key=lambda unit: unit.sort)
        left = [unit for unit in every if unit.sort > (after or "")]
        return left[:limit], len(every), left[limit - 1].sort if len(left) > limit else None

    async def borne(self, plan: str, unit: str) -> list[DutyDocument]:
        every = (one for one in self._views.all().all(DutyDocument) if one.plan == plan)
        return [one for one in every if unit in (one.unit, one.bearer)]

    async def lineage(self, units: Collection[str]) -> list[UnitDocument]:
        every, found = self._views.all().all(UnitDocument), {*units}
        while True:
            known = [one for one in every if one.key in found or found & {*one.after}]
            more = {name for one in known for name in (one.key, *one.record.successors)}
            if more <= found:
                return known
            found |= more

    async def reminders(
        self, plan: str, units: Collection[str]
    ) -> tuple[list[RungDocument], list[MessageDocument]]:
        every = self._views.all()
        return (
            [one for one in every.all(RungDocument) if one.plan == plan and one.unit in units],
            [one for one in every.all(MessageDocument) if one.plan == plan and one.unit in units],
        )

    async def parts(
        self, plan: str, units: Collection[str]
    ) -> tuple[list[DutyDocument], list[EntryDocument]]:
        duties = (one for one in self._views.all().all(DutyDocument) if one.plan == plan)
        entries = (one for one in self._views.all().all(EntryDocument) if one.plan == plan)
        return (
            [one for one in duties if one.unit in units],
            [one for one in entries if one.unit in units],
        )

    async def entries(self, plan: str, owed: Collection[str]) -> list[EntryDocument]:
        every = self._views.all().all(EntryDocument)
        return [one for one in every if one.plan == plan and one.owed in owed]

    async def directory(self) -> dict[str, Unit]:
        return {unit.key: unit.record for unit in self._views.all().all(UnitDocument)}

    async def around(self, unit: str) -> dict[str, Unit]:
        return await self.directory()

    async def owed(self, plan: PlanDocument, units: Units) -> Documents:
        return await self.documents(plan, units)

    async def documents(self, plan: PlanDocument, units: Units = None) -> Documents:
        loose = (PlanDocument, UnitDocument)
        kept = (DutyDocument, EntryDocument, SummaryDocument)
        return Documents(
            one
            for one in self._views.all().all(Document)
            if isinstance(one, loose)
            or (isinstance(one, kept) and (units is None or one.unit in units))
        )
