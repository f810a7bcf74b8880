"""Reporting, application: a plan as it stood at any moment, for a report as of that moment.

Its facts are folded from the nearest point at which the views were kept before the moment; where
there is none, from the beginning of the log. What comes of it is the same to the byte.
"""

from datetime import datetime

from contracts import topology
from contracts.facts import ReportRedacted
from runtime.ports import Log, Stored
from runtime.unread import unreadable
from services.reporting.application.points.folding import State, patterns, since
from services.reporting.application.points.ports import Points
from services.reporting.domain.comparing.earlier import Earlier, continued
from services.reporting.domain.consolidate import consolidate
from services.reporting.domain.consolidated import Consolidated
from services.reporting.domain.counting.contribution import summed
from services.reporting.domain.counting.counts import Counts
from services.reporting.domain.document import Documents
from services.reporting.domain.documents import PlanDocument, UnitDocument
from services.reporting.domain.filing.documents import ReportDocument
from services.reporting.domain.fold import facts_of, fold
from services.reporting.domain.keeping.settle import settle
from services.reporting.domain.keeping.summary import SummaryDocument
from services.reporting.domain.log.unread import lenient
from services.reporting.domain.succession.correct import corrected

ANY = "*"


class Past:
    """The log as it stood at any moment. Nothing stored later changes what it answers, but that a
    text was made unreadable.
    """

    def __init__(self, log: Log, points: Points | None = None) -> None:
        self._log = log
        self._points = points

    async def consolidated(self, plan: str, as_of: datetime) -> Consolidated | None:
        """The report of a plan as of a moment; None where the plan was not published by then."""
        taken = await self.taken(plan, as_of)
        return None if taken is None else taken[0]

    async def taken(self, plan: str, as_of: datetime) -> tuple[Consolidated, int] | None:
        """As `consolidated`, with the place in the log of the newest message that was looked at."""
        state = await self._state(plan, as_of)
        documents = state.documents
        await self._redact(plan, state)
        published = documents.find(PlanDocument, plan)
        if published is None:
            return None
        earlier = await self._earlier(published, documents, as_of)
        report = consolidate(
            documents, published, as_of, state.newest, earlier=earlier, unread=state.unread
        )
        return report, state.last

    async def _state(self, plan: str, as_of: datetime) -> State:
        if self._points is not None and (point := await self._points.nearest(as_of)):
            found = await since(point, self._log, plan, as_of)
            if found is not None:
                return found
        return await self._whole(plan, as_of)

    async def _whole(self, plan: str, as_of: datetime) -> State:
        """From the first message on."""
        state = State(Documents())
        for pattern in patterns(plan):
            async for stored in self._log.read_all(pattern, until=as_of, lenient=lenient(pattern)):
                state.look(stored, says=_fold(stored, state.documents))
        settle(state.documents)
        return state

    async def _redact(self, plan: str, state: State) -> None:
        """What was made unreadable after that message is so in the report of its moment too. The
        words of a version never change else, so those that the views have now are its words.
        """
        documents, after = state.documents, state.last
        if self._points is not None and (come := await self._points.come()) > after:
            told = [one.key for one in documents.all(ReportDocument) if one.in_force]
            for key, now in (await self._points.texts(told)).items():
                then = documents.get(ReportDocument, key)
                documents.put(then.model_copy(update={"record": now.record}))
            after = come
        async for stored in self._log.read_all(topology.unit_facts(plan, ANY), after, lenient=True):
            for event in stored.events:
                if isinstance(event.data, ReportRedacted):
                    fold(event.data, documents)

    async def _earlier(
        self, published: PlanDocument, documents: Documents, as_of: datetime
    ) -> Earlier:
        """The earlier plans that the plan's indicators continue, as they were known by then."""
        plans: dict[str, tuple[PlanDocument, Counts]] = {}
        for name in continued(published.plan):
            known = (await self._state(name, as_of)).documents
            if (old := known.find(PlanDocument, name)) is not None:
                own = (one for one in known.all(SummaryDocument) if one.plan == name)
                plans[name] = old, corrected(old, summed(own), known)
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
