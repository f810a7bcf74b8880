"""Reporting, application: what the views hold, as answers that say how complete they are."""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import TypeVar

from contracts.findings import finding
from contracts.known import known
from services.reporting.application.answer import (
    Completeness,
    EvidenceListing,
    Glance,
    Listing,
    PlanAnswer,
    PlanListing,
    PlanSummary,
    TotalsAnswer,
)
from services.reporting.application.listing import MOST, matching, page
from services.reporting.application.ports import MOST_SHARING, Answers, Filters, Units
from services.reporting.application.readers.eyes import NOBODY, Eyes
from services.reporting.application.today import counts_of, earlier_of, in_motion
from services.reporting.application.unknown import Unknown
from services.reporting.domain.claims.documents import ActivityDocument
from services.reporting.domain.claims.evidence import list_evidence
from services.reporting.domain.comparing.figures import Compared, spared
from services.reporting.domain.consolidate import consolidate
from services.reporting.domain.consolidated import Consolidated
from services.reporting.domain.counting.add_up import total, total_duties, total_reports
from services.reporting.domain.counting.contribution import overdue
from services.reporting.domain.counting.counts import PlanCounts
from services.reporting.domain.counting.taking import take
from services.reporting.domain.document import Document, Documents
from services.reporting.domain.documents import PlanDocument, UnitDocument
from services.reporting.domain.frozen.came import after_freeze
from services.reporting.domain.log.unread import UnreadRecord
from services.reporting.domain.readers.below import part_of
from services.reporting.domain.succession.correct import corrected, filings_of, lineage_of
from services.reporting.domain.succession.speaking import Said
from services.reporting.domain.units.until import gone

D = TypeVar("D", bound=Document)
T = TypeVar("T")


def _among(units: Units, told: Mapping[str, T]) -> dict[str, T]:
    """What is told of units, for these alone."""
    return {unit: one for unit, one in told.items() if units is None or unit in units}


class Reading:
    """Reads for one reader, by key and by page; the cost does not grow with the number of facts.

    Every call about a plan or a unit raises Unknown where the views have none, and about a plan in
    which the reader has no part. What is answered of a plan is about the units that the reader's
    eyes see; `totals` and `evidence` are for those who see the whole of it.
    """

    def __init__(self, answers: Answers, eyes: Eyes) -> None:
        self._answers = answers
        self._eyes = eyes

    async def plans(self) -> list[PlanSummary]:
        return [
            PlanSummary.of(document, units, await self._completeness(document, units))
            for document, units in await self._visible()
        ]

    async def _visible(self) -> list[tuple[PlanDocument, Units]]:
        """Every plan that the reader has a part in, with whom it sees there."""
        plans = [(plan, await self._eyes.units(plan)) for plan in await self._answers.plans()]
        return [(plan, units) for plan, units in plans if units != NOBODY]

    async def plan(self, plan: str) -> PlanAnswer:
        document, units = await self.document(plan)
        shown = document if units is None else part_of(document, units)
        return PlanAnswer(
            plan=document.plan,
            participants=shown.participants,
            published_at=document.published_at,
            amendments=document.amendments,
            frozen_until=document.frozen_until,
            orders=document.orders if units is None else (),
            completeness=await self._completeness(document, units),
        )

    async def totals(self, plan: str) -> TotalsAnswer:
        document, _ = await self.document(plan)
        counted = await self._answers.counts(plan)
        documents = Documents(await in_motion(self._answers, document))
        aimed = (take(document, one) for one in document.plan.indicators if one.targets)
        owed = sorted({entry for taken in aimed for entry in taken.entries})
        entries = Documents(await self._answers.entries(plan, owed))
        said = Said(lineage_of(document, documents), filings_of(plan, entries))
        borne = await self._answers.borne(plan, document.plan.collecting_office)
        compared = Compared(
            said, await earlier_of(self._answers, document), spared(document.plan, borne)
        )
        totals = dict(total(document, corrected(document, counted.counts, documents), compared))
        return TotalsAnswer(plan=plan, last_fact_at=counted.last_fact_at, **totals)

    async def page(
        self, kind: type[D], plan: str, filters: Filters, after: str | None, limit: int
    ) -> PlanListing[D]:
        document, units = await self.document(plan)
        items, more = await page(self._answers, kind, plan, filters, after, limit, units)
        moving = Documents(await in_motion(self._answers, document))
        lineage = lineage_of(document, moving)
        taken_over = {one: tuple(lineage.speaks_for(one)) for one in lineage.ended_at}
        return PlanListing[D](
            plan=plan,
            taken_over=_among(units, taken_over),
            until=_among(units, gone(document, moving.all(UnitDocument), document.revised_on)),
            frozen_until=document.frozen_until,
            after_freeze=tuple(after_freeze(one, document.frozen_until) for one in items),
            total=await matching(self._answers, kind, plan, filters, units),
            items=items,
            after=more,
            completeness=await self._completeness(document, units),
        )

    async def every(self, kind: type[D], plan: str, filters: Filters) -> AsyncIterator[list[D]]:
        """All of a list, page by page."""
        _, units = await self.document(plan)
        items, more = await page(self._answers, kind, plan, filters, None, MOST, units)
        yield items
        while more is not None:
            items, more = await page(self._answers, kind, plan, filters, more, MOST, units)
            yield items

    async def evidence(
        self, plan: str, repeated: bool, after: str | None, limit: int
    ) -> EvidenceListing:
        document, _ = await self.document(plan)
        filters: Filters = {"repeats": True} if repeated else {}
        about = ActivityDocument, plan, filters
        shown, more = await page(self._answers, *about, after, limit, None)
        marks = {mark for activity in shown for mark in activity.marks}
        sharing = await self._answers.sharing(plan, marks)
        pieces = list_evidence(shown, sharing[:MOST_SHARING])
        return EvidenceListing(
            plan=plan,
            activities=await matching(self._answers, *about, None),
            items=[piece for piece in pieces if piece.repeated or not repeated],
            after=more,
            whole=len(sharing) <= MOST_SHARING,
            completeness=await self._completeness(document, None),
        )

    async def completeness(self, plan: str) -> Completeness:
        """How much is in yet of what the reader sees of a plan."""
        return await self._completeness(*await self.document(plan))

    async def unit(self, unit: str) -> UnitDocument:
        if document := await self._answers.find(UnitDocument, unit):
            return document
        units = known(unit, await self._answers.directory())
        raise Unknown(finding("unknown-unit", unit=unit, known=units))

    async def glance(self, plan: str, now: datetime) -> Glance:
        """What a plan's page begins with; `consolidated` is the rest of the same."""
        document, units = await self.document(plan)
        part = document if units is None else part_of(document, units)
        counted = await self._answers.counts(plan)
        counts = counted.counts
        if units is not None:
            counts = await counts_of(self._answers, plan, units)
        moving = Documents(await in_motion(self._answers, part))
        borne = await self._answers.borne(plan, document.plan.collecting_office)
        mine = [one for one in borne if units is None or one.unit in units]
        compared = Compared(spared=spared(document.plan, mine))
        today = corrected(part, counts, moving)
        totals = total(part, today, compared)
        return Glance(
            document=part,
            units=units,
            counted=PlanCounts(counts, counted.last_fact_at),
            totals=totals,
            overdue={one.owed: overdue(today, now, one.owed) for one in totals.by_duty if one.owed},
            orders=document.orders if units is None else (),
            as_of=now,
        )

    async def consolidated(self, glance: Glance) -> Consolidated:
        """The plan as the views have it now, for the dashboard, without what single activities and
        the words of reports tell; a report is made of the log. Of some units it is as if the plan
        named these alone, and nothing is compared with earlier plans.
        """
        document, units, counted = glance.document, glance.units, glance.counted
        documents = await self._answers.documents(document, units)
        return consolidate(
            documents,
            document,
            glance.as_of,
            counted.last_fact_at,
            counted.counts,
            await earlier_of(self._answers, document) if units is None else None,
            await self._answers.unread() if units is None else (),
        )

    async def unread(self) -> Listing[UnreadRecord]:
        records = await self._answers.unread()
        return Listing(total=len(records), items=records, after=None)

    async def seen(self, plan: str) -> Units:
        """Whom the reader sees in a plan; None: everybody."""
        return (await self.document(plan))[1]

    async def document(self, plan: str) -> tuple[PlanDocument, Units]:
        """A plan, and whom the reader sees in it; None: everybody."""
        document = await self._answers.find(PlanDocument, plan)
        units = NOBODY if document is None else await self._eyes.units(document)
        if document is None or units == NOBODY:
            raise await self.unknown(plan)
        return document, units

    async def unknown(self, plan: str) -> Unknown:
        """That there is no such plan, and which there are for this reader."""
        plans = [document.key for document, _ in await self._visible()]
        return Unknown(finding("unknown-plan", plan=plan, known=known(plan, plans)))

    async def _completeness(self, document: PlanDocument, units: Units) -> Completeness:
        counted = await self._answers.counts(document.key)
        counts = counted.counts
        if units is not None:
            document = part_of(document, units)
            counts = await counts_of(self._answers, document.key, units)
        moving = Documents(await in_motion(self._answers, document))
        today = corrected(document, counts, moving)
        duties, _ = total_duties(document.plan, today)
        return Completeness(
            duties=duties,
            overdue=overdue(today, self._eyes.now()),
            reports=total_reports(document.plan, today),
            last_fact_at=counted.last_fact_at,
        )
