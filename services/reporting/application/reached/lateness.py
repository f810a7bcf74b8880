"""Reporting, application: what late units were told before, for whoever may read of them."""

from datetime import datetime

from services.reporting.application.answer import Listing
from services.reporting.application.ports import Answers
from services.reporting.application.reading import Reading
from services.reporting.domain.documents import PlanDocument
from services.reporting.domain.reached.card import Card, Late, cards, late
from services.reporting.domain.readers.below import part_of
from services.reporting.domain.units.rows import Rows


class Lateness:
    """Fairness cards as one reader may see them: a unit reads of no other unit's lateness, not of
    the lateness of whoever is to approve its own report either.
    """

    def __init__(self, answers: Answers, reading: Reading) -> None:
        self._answers = answers
        self._reading = reading

    async def page(self, plan: str, now: datetime, after: str | None, limit: int) -> Listing[Card]:
        """Some of the cards in the order of their keys; raises Unknown as Reading does."""
        late = await self._late(plan, now)
        ahead = [one for one in late if one.key > (after or "")]
        items = await self._told(plan, ahead[:limit])
        return Listing(
            total=len(late), items=items, after=items[-1].key if len(ahead) > limit else None
        )

    async def all(self, plan: str, now: datetime) -> list[Card]:
        return await self._told(plan, await self._late(plan, now))

    async def _late(self, plan: str, now: datetime) -> list[Late]:
        """What is late, where it is the reader's to read of whoever owes it."""
        units = await self._reading.seen(plan)
        document = await self._answers.find(PlanDocument, plan)
        if document is None:
            raise await self._reading.unknown(plan)
        document = document if units is None else part_of(document, units)
        documents = await self._answers.late(document, now, units)
        found = late(Rows(document, documents, now.astimezone(document.plan.zone)).late())
        return [one for one in found if units is None or one.unit.id in units]

    async def _told(self, plan: str, late: list[Late]) -> list[Card]:
        where = {one.standing.unit.id for one in late}
        return cards(late, *await self._answers.reminders(plan, where))
