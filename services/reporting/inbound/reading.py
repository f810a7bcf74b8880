"""Reporting, inbound: turns what the views hold into answers that say how complete they are."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Protocol, TypeVar

from starlette.concurrency import run_in_threadpool

from contracts.unit import Unit
from services.reporting.domain.add_up import total
from services.reporting.domain.claims.evidence import MOST_SHARING, list_evidence
from services.reporting.domain.consolidate import consolidate
from services.reporting.domain.consolidated import Consolidated
from services.reporting.domain.documents import (
    ActivityDocument,
    Document,
    Documents,
    PlanDocument,
    UnitDocument,
)
from services.reporting.domain.succession.follow import follow
from services.reporting.domain.totals import Counts
from services.reporting.inbound.answer import (
    Completeness,
    EvidenceListing,
    PlanAnswer,
    PlanLine,
    PlanListing,
    SuccessorsAnswer,
    TotalsAnswer,
)
from services.reporting.inbound.problems import Problem, no_plan

D = TypeVar("D", bound=Document)


class Answers(Protocol):
    """The views, as far as they are read."""

    async def plans(self) -> list[PlanDocument]: ...
    async def find(self, kind: type[D], key: str) -> D | None: ...
    async def counts(self, plan: str) -> tuple[Counts, datetime | None]: ...
    async def page(
        self,
        kind: type[D],
        plan: str,
        wanted: Mapping[str, str | bool | None],
        after: str | None,
        limit: int,
    ) -> tuple[list[D], int, str | None]: ...
    async def sharing(self, plan: str, marks: Collection[str]) -> list[ActivityDocument]: ...
    async def units(
        self, after: str | None, limit: int
    ) -> tuple[list[UnitDocument], int, str | None]: ...
    async def directory(self) -> dict[str, Unit]: ...
    async def documents(self, plan: PlanDocument) -> Documents: ...


class Reading:
    """Reads by key and by page; the cost does not grow with the number of facts."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers

    async def plans(self) -> list[PlanLine]:
        return [await self._line(plan) for plan in await self.answers.plans()]

    async def _line(self, found: PlanDocument) -> PlanLine:
        return PlanLine(
            id=found.key,
            number=found.plan.number,
            title=found.plan.title,
            participants=len(found.participants),
            published_at=found.published_at,
            completeness=await self._completeness(found),
        )

    async def plan(self, plan: str) -> PlanAnswer:
        found = await self._found(plan)
        return PlanAnswer(
            plan=found.plan,
            participants=found.participants,
            published_at=found.published_at,
            amendments=found.amendments,
            completeness=await self._completeness(found),
        )

    async def totals(self, plan: str) -> TotalsAnswer:
        found = await self._found(plan)
        counts, newest = await self.answers.counts(plan)
        totals = dict(total(found.plan, counts))
        return TotalsAnswer(plan=plan, last_fact_at=newest, **totals)

    async def page(
        self,
        kind: type[D],
        plan: str,
        wanted: Mapping[str, str | bool | None],
        after: str | None,
        limit: int,
    ) -> PlanListing[D]:
        found = await self._found(plan)
        items, matching, more = await self.answers.page(kind, plan, wanted, after, limit)
        return PlanListing[D](
            plan=plan,
            total=matching,
            items=items,
            after=more,
            completeness=await self._completeness(found),
        )

    async def evidence(
        self, plan: str, repeated: bool, after: str | None, limit: int
    ) -> EvidenceListing:
        found = await self._found(plan)
        shown, total, more = await self.answers.page(ActivityDocument, plan, {}, after, limit)
        marks = {mark for activity in shown for mark in activity.marks}
        sharing = await self.answers.sharing(plan, marks)
        lines = list_evidence(shown, sharing[:MOST_SHARING])
        return EvidenceListing(
            plan=plan,
            activities=total,
            items=[line for line in lines if line.repeated or not repeated],
            after=more,
            whole=len(sharing) <= MOST_SHARING,
            completeness=await self._completeness(found),
        )

    async def successors(self, plan: str, on: date | None, now: datetime) -> SuccessorsAnswer:
        """By the units of the day `on`; today in the plan's zone where there is none."""
        found = await self._found(plan)
        day = on or now.astimezone(found.plan.zone).date()
        report = await self.consolidated(plan, now)
        heirs = await run_in_threadpool(follow, report, await self.answers.directory(), day)
        return SuccessorsAnswer(
            plan=plan, on=day, heirs=heirs, completeness=await self._completeness(found)
        )

    async def unit(self, unit: str) -> UnitDocument:
        if found := await self.answers.find(UnitDocument, unit):
            return found
        raise Problem(
            404,
            "Không có đơn vị này",
            f"Danh bạ chưa có đơn vị {unit!r}; xem danh bạ tại /api/units.",
            f"The directory has no unit {unit!r}; /api/units lists them all.",
        )

    async def consolidated(self, plan: str, now: datetime) -> Consolidated:
        """The plan as the views have it now, for the dashboard; a report is made of the log."""
        found = await self._found(plan)
        counts, newest = await self.answers.counts(plan)
        documents = await self.answers.documents(found)
        return consolidate(documents, found, now, newest, counts)

    async def _found(self, plan: str) -> PlanDocument:
        if found := await self.answers.find(PlanDocument, plan):
            return found
        raise no_plan(plan)

    async def _completeness(self, found: PlanDocument) -> Completeness:
        counts, newest = await self.answers.counts(found.key)
        totals = total(found.plan, counts)
        return Completeness(duties=totals.duties, reports=totals.reports, last_fact_at=newest)
