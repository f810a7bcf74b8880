"""Reporting, outbound: folds the log itself up to a moment, for a report as of that moment."""

from datetime import datetime
from typing import cast

from contracts import topology
from contracts.facts import Fact
from runtime.jetstream.log import JetStreamLog
from runtime.ports import Stored
from services.reporting.domain.consolidate import consolidate
from services.reporting.domain.consolidated import Consolidated
from services.reporting.domain.documents import Documents, PlanDocument
from services.reporting.domain.fold import Decision, fold_all

ANY = "*"


def decision(stored: Stored) -> Decision:
    """A stored message of the log as the domain sees it."""
    return Decision(
        subject=stored.subject,
        sequence=stored.sequence,
        previous=stored.previous,
        stored_at=stored.stored_at,
        facts=tuple(cast("Fact", event.data) for event in stored.events),
    )


class Past:
    """The log as it stood at any moment. Nothing stored later can change what it answers."""

    def __init__(self, log: JetStreamLog) -> None:
        self._log = log

    async def read(self, subject: str, after: int) -> list[Decision]:
        """What a subject said after a sequence."""
        return [decision(stored) for stored in await self._log.read(subject, after)]

    async def consolidated(self, plan: str, as_of: datetime) -> Consolidated | None:
        """The report of a plan as of a moment; None where the plan was not published by then."""
        documents = Documents()
        newest: datetime | None = None
        for pattern in (
            topology.plan_facts(plan),
            topology.directory_facts(ANY),
            topology.unit_facts(plan, ANY),
            topology.message_facts(plan, ANY),
        ):
            async for stored in self._log.read_all(pattern, until=as_of):
                fold_all([decision(stored)], documents)
                newest = max(newest or stored.stored_at, stored.stored_at)
        found = documents.find(PlanDocument, plan)
        return consolidate(documents, found, as_of, newest) if found else None
