"""Reporting, application: what the views hold, as answers that say how complete they are."""

import asyncio
from datetime import date, datetime
from typing import TypeVar

from contracts.findings import finding
from contracts.known import known
from services.reporting.application.answer import (
    Completeness,
    EvidenceListing,
    Listing,
    PlanAnswer,
    PlanListing,
    PlanSummary,
    SuccessorsAnswer,
    TotalsAnswer,
)
from services.reporting.application.ports import MOST_SHARING, Answers, Filters
from services.reporting.application.today import counts_today, in_motion
from services.reporting.application.unknown import Unknown
from services.reporting.domain.claims.evidence import list_evidence
from services.reporting.domain.claims.joint import groups
from services.reporting.domain.comparing.earlier import Earlier, continued
from services.reporting.domain.comparing.figures import Compared, spared
from services.reporting.domain.consolidate import consolidate
from services.reporting.domain.consolidated import Consolidated
from services.reporting.domain.counting.add_up import total
from services.reporting.domain.document import Document, Documents
from services.reporting.domain.documents import ActivityDocument, PlanDocument, UnitDocument
from services.reporting.domain.succession.correct import corrected, filings_of, lineage_of
from services.reporting.domain.succession.follow import follow
from services.reporting.domain.succession.speaking import Said
from services.reporting.domain.units.until import gone

D = TypeVar("D", bound=Document)


def _targets(document: PlanDocument) -> bool:
    return any(indicator.targets for indicator in document.plan.indicators)


class Reading:
    """Reads by key and by page; the cost does not grow with the number of facts.

    Every call about a plan or a unit raises Unknown where the views have none.
    """

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    async def plans(self) -> list[PlanSummary]:
        return [await self._summary(plan) for plan in await self._answers.plans()]

    async def _summary(self, document: PlanDocument) -> PlanSummary:
        return PlanSummary(
            id=document.key,
            number=document.plan.number,
            title=document.plan.title,
            participants=len(document.participants),
            published_at=document.published_at,
            completeness=await self._completeness(document),
        )

    async def plan(self, plan: str) -> PlanAnswer:
        document = await self._plan(plan)
        return PlanAnswer(
            plan=document.plan,
            participants=document.participants,
            published_at=document.published_at,
            amendments=document.amendments,
            completeness=await self._completeness(document),
        )

    async def totals(self, plan: str) -> TotalsAnswer:
        document = await self._plan(plan)
        counted = await self._answers.counts(plan)
        moving = await in_motion(self._answers, document)
        documents = Documents([*moving, *await self._answers.joint(plan)])
        entries = Documents(await self._answers.entries(plan) if _targets(document) else [])
        said = Said(lineage_of(document, documents), filings_of(plan, entries))
        borne = await self._answers.borne(plan, document.plan.collecting_office)
        compared = Compared(said, await self._earlier(document), spared(document.plan, borne))
        totals = dict(total(document, corrected(document, counted.counts, documents), compared))
        return TotalsAnswer(plan=plan, last_fact_at=counted.last_fact_at, **totals)

    async def page(
        self, kind: type[D], plan: str, filters: Filters, after: str | None, limit: int
    ) -> PlanListing[D]:
        document = await self._plan(plan)
        items, matching, more = await self._answers.page(kind, plan, filters, after, limit)
        moving = Documents(await in_motion(self._answers, document))
        lineage = lineage_of(document, moving)
        return PlanListing[D](
            plan=plan,
            taken_over={one: tuple(lineage.speaks_for(one)) for one in lineage.ended_at},
            until=gone(document, moving.all(UnitDocument), document.revised_on),
            total=matching,
            items=items,
            after=more,
            completeness=await self._completeness(document),
        )

    async def evidence(
        self, plan: str, repeated: bool, after: str | None, limit: int
    ) -> EvidenceListing:
        document = await self._plan(plan)
        shown, total, more = await self._answers.page(ActivityDocument, plan, {}, after, limit)
        marks = {mark for activity in shown for mark in activity.marks}
        sharing = await self._answers.sharing(plan, marks)
        joint = groups(await self._answers.joint(plan))
        pieces = list_evidence(shown, sharing[:MOST_SHARING], joint)
        return EvidenceListing(
            plan=plan,
            activities=total,
            items=[piece for piece in pieces if piece.repeated or not repeated],
            after=more,
            whole=len(sharing) <= MOST_SHARING,
            completeness=await self._completeness(document),
        )

    async def successors(self, plan: str, on: date | None, now: datetime) -> SuccessorsAnswer:
        """By the units of the day `on`; today in the plan's zone where there is none."""
        document = await self._plan(plan)
        day = on or now.astimezone(document.plan.zone).date()
        report = await self.consolidated(plan, now)
        heirs = await asyncio.to_thread(
            follow, document, report, await self._answers.directory(), day
        )
        return SuccessorsAnswer(
            plan=plan, on=day, heirs=heirs, completeness=await self._completeness(document)
        )

    async def units(self, after: str | None, limit: int) -> Listing[UnitDocument]:
        items, total, more = await self._answers.units(after, limit)
        return Listing(total=total, items=items, after=more)

    async def unit(self, unit: str) -> UnitDocument:
        if document := await self._answers.find(UnitDocument, unit):
            return document
        units = known(unit, await self._answers.directory())
        raise Unknown(finding("unknown-unit", unit=unit, known=units))

    async def consolidated(self, plan: str, now: datetime) -> Consolidated:
        """The plan as the views have it now, for the dashboard; a report is made of the log."""
        document = await self._plan(plan)
        counted = await self._answers.counts(plan)
        documents = await self._answers.documents(document)
        earlier = await self._earlier(document)
        return consolidate(documents, document, now, counted.last_fact_at, counted.counts, earlier)

    async def _earlier(self, document: PlanDocument) -> Earlier:
        """The earlier plans that the plan's indicators continue, as the views have them now."""
        names = continued(document.plan)
        found = {name: await self._answers.find(PlanDocument, name) for name in names}
        plans = {
            name: (old, (await counts_today(self._answers, old)).counts)
            for name, old in found.items()
            if old is not None
        }
        return Earlier(plans, await self._answers.directory() if plans else {})

    async def _plan(self, plan: str) -> PlanDocument:
        if document := await self._answers.find(PlanDocument, plan):
            return document
        raise await self.unknown(plan)

    async def unknown(self, plan: str) -> Unknown:
        """That there is no such plan, and which there are."""
        plans = [document.key for document in await self._answers.plans()]
        return Unknown(finding("unknown-plan", plan=plan, known=known(plan, plans)))

    async def _completeness(self, document: PlanDocument) -> Completeness:
        counted = await counts_today(self._answers, document)
        totals = total(document, counted.counts)
        return Completeness(
            duties=totals.duties, reports=totals.reports, last_fact_at=counted.last_fact_at
        )
