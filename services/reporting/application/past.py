"""Reporting, application: folds the log itself up to a moment, for a report as of that moment."""

from datetime import datetime

from contracts import topology
from contracts.facts import ReportRedacted
from runtime.ports import Log, Stored
from runtime.unread import unreadable
from services.reporting.domain.comparing.earlier import Earlier, continued
from services.reporting.domain.consolidate import consolidate
from services.reporting.domain.consolidated import Consolidated
from services.reporting.domain.counting.contribution import summed
from services.reporting.domain.counting.counts import Counts
from services.reporting.domain.document import Documents
from services.reporting.domain.documents import PlanDocument, UnitDocument
from services.reporting.domain.fold import facts_of, fold
from services.reporting.domain.keeping.settle import settle
from services.reporting.domain.keeping.summary import SummaryDocument
from services.reporting.domain.log.unread import UnreadPlace, lenient
from services.reporting.domain.succession.correct import corrected

ANY = "*"


class Past:
    """The log as it stood at any moment. Nothing stored later changes what it answers, but that a
    text was made unreadable.
    """

    def __init__(self, log: Log) -> None:
        self._log = log

    async def consolidated(self, plan: str, as_of: datetime) -> Consolidated | None:
        """The report of a plan as of a moment; None where the plan was not published by then."""
        taken = await self.taken(plan, as_of)
        return None if taken is None else taken[0]

    async def taken(self, plan: str, as_of: datetime) -> tuple[Consolidated, int] | None:
        """As `consolidated`, with the place in the log of the newest message that was looked at."""
        documents, unread = Documents(), list[UnreadPlace]()
        newest: datetime | None = None
        last = 0
        for pattern in (
            topology.plan_facts(plan),
            topology.WHOLE_DIRECTORY,
            topology.unit_facts(plan, ANY),
            topology.message_facts(plan, ANY),
        ):
            async for stored in self._log.read_all(pattern, until=as_of, lenient=lenient(pattern)):
                if stored.standing != "whole":
                    unread.append(UnreadPlace(sequence=stored.sequence, subject=stored.subject))
                if _fold(stored, documents):
                    newest = max(newest or stored.stored_at, stored.stored_at)
                last = max(last, stored.sequence)
        await self._redact(plan, last, documents)
        published = settle(documents).find(PlanDocument, plan)
        if published is None:
            return None
        earlier = await self._earlier(published, documents, as_of)
        report = consolidate(documents, published, as_of, newest, earlier=earlier, unread=unread)
        return report, last

    async def _redact(self, plan: str, last: int, documents: Documents) -> None:
        """What was made unreadable after that message is so in the report of its moment too."""
        async for stored in self._log.read_all(topology.unit_facts(plan, ANY), last, lenient=True):
            for event in stored.events:
                if isinstance(event.data, ReportRedacted):
                    fold(event.data, documents)

    async def _earlier(
        self, published: PlanDocument, documents: Documents, as_of: datetime
    ) -> Earlier:
        """The earlier plans that the plan's indicators continue, as they were known by then."""
        plans: dict[str, tuple[PlanDocument, Counts]] = {}
        for name in continued(published.plan):
            known = Documents()
            for pattern in (topology.plan_facts(name), topology.unit_facts(name, ANY)):
                async for stored in self._log.read_all(pattern, until=as_of):
                    _fold(stored, known)
            if (old := settle(known).find(PlanDocument, name)) is not None:
                counts = summed(known.all(SummaryDocument))
                known.add(documents.all(UnitDocument))
                plans[name] = old, corrected(old, counts, known)
        units = {one.unit: one.record for one in documents.all(UnitDocument)}
        return Earlier(plans, units)


def _fold(stored: Stored, documents: Documents) -> bool:
    """Whether it said anything that is shown; raises Unreadable where that does not fit."""
    said = facts_of(event.data for event in stored.events)
    try:
        for fact in said:
            fold(fact, documents)
    except Exception as error:
        raise unreadable(topology.EVENTS.name, stored.sequence, stored.subject) from error
    return bool(said)
