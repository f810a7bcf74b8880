"""Reporting, application: folds the log itself up to a moment, for a report as of that moment."""

from datetime import datetime

from contracts import topology
from runtime.ports import Log
from services.reporting.domain.consolidate import consolidate
from services.reporting.domain.consolidated import Consolidated
from services.reporting.domain.documents import Documents, PlanDocument
from services.reporting.domain.filing.settle import settle
from services.reporting.domain.fold import facts_of, fold

ANY = "*"


class Past:
    """The log as it stood at any moment. Nothing stored later can change what it answers."""

    def __init__(self, log: Log) -> None:
        self._log = log

    async def consolidated(self, plan: str, as_of: datetime) -> Consolidated | None:
        """The report of a plan as of a moment; None where the plan was not published by then."""
        documents = Documents()
        newest: datetime | None = None
        for pattern in (
            topology.plan_facts(plan),
            topology.WHOLE_DIRECTORY,
            topology.unit_facts(plan, ANY),
            topology.message_facts(plan, ANY),
        ):
            async for stored in self._log.read_all(pattern, until=as_of):
                if facts := facts_of(event.data for event in stored.events):
                    for fact in facts:
                        fold(fact, documents)
                    newest = max(newest or stored.stored_at, stored.stored_at)
        settle(documents)  # once: after each message it would look at all the others again
        published = documents.find(PlanDocument, plan)
        return consolidate(documents, published, as_of, newest) if published else None
