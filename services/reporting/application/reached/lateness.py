"""Reporting, application: what late units were told before, for whoever may read of them."""

from datetime import datetime

from services.reporting.application.answer import Listing
from services.reporting.application.ports import Answers, Units
from services.reporting.application.reading import Reading
from services.reporting.domain.counting.contribution import borne, met_late, overdue
from services.reporting.domain.documents import PlanDocument
from services.reporting.domain.keeping.summary import SummaryDocument
from services.reporting.domain.reached.card import Card, Late, cards, late
from services.reporting.domain.reached.chosen import ALL, Chosen
from services.reporting.domain.readers.below import part_of
from services.reporting.domain.units.rows import Rows


class Lateness:
    """Fairness cards as one reader may see them: a unit reads of no other unit's lateness, not of
    the lateness of whoever is to approve its own report either.
    """

    def __init__(self, answers: Answers, reading: Reading) -> None:
        self._answers = answers
        self._reading = reading

    async def page(
        self, plan: str, now: datetime, after: str | None, limit: int, chosen: Chosen = ALL
    ) -> Listing[Card]:
        """Some of the cards in the order of their keys, behind the plan's; raises Unknown as
        Reading does.
        """
        document, units = await self._plan(plan)
        begun = after.removeprefix(f"{plan}/") if after else ""
        kept, total = await self._kept(document, units), None
        among = chosen.units(document) if kept else None
        if kept and (chosen.owed, chosen.kind) == (None, None):
            mine = [one for one in kept if among is None or one.unit in among]
            total, among = _few(mine, now, begun, limit)
        late = await self._late(document, now, units, among, chosen)
        ahead = [one for one in late if one.key > begun]
        items = await self._told(plan, ahead[:limit])
        return Listing(
            total=len(late) if total is None else total,
            items=items,
            after=f"{plan}/{items[-1].key}" if len(ahead) > limit else None,
        )

    async def all(self, plan: str, now: datetime, chosen: Chosen = ALL) -> list[Card]:
        document, units = await self._plan(plan)
        return await self._told(plan, await self._late(document, now, units, None, chosen))

    async def _plan(self, plan: str) -> tuple[PlanDocument, Units]:
        document, units = await self._reading.document(plan)
        return document if units is None else part_of(document, units), units

    async def _kept(self, document: PlanDocument, units: Units) -> list[SummaryDocument]:
        """What is kept of each unit, where that tells what of it is late: where nobody bears
        another's duty and none went over, and the reader sees all.
        """
        if units is not None or document.former:
            return []
        kept = await self._answers.summaries(document.key, "duties")
        return [] if any(borne(one.counts) for one in kept) else kept

    async def _late(
        self, document: PlanDocument, now: datetime, units: Units, among: Units, chosen: Chosen
    ) -> list[Late]:
        """What is late and chosen, where it is the reader's to read of whoever owes it."""
        documents = await self._answers.owed(document, units if among is None else among)
        found = late(Rows(document, documents, now.astimezone(document.plan.zone)).late())
        theirs = (one for one in found if units is None or one.unit.id in units)
        return [*chosen.of(document, theirs)]

    async def _told(self, plan: str, late: list[Late]) -> list[Card]:
        where = {one.standing.unit.id for one in late}
        return cards(late, *await self._answers.reminders(plan, where))


def _few(
    kept: list[SummaryDocument], now: datetime, after: str, limit: int
) -> tuple[int, frozenset[str]]:
    """How many are late in all, and in which units a page of them is to be looked for."""
    late = {f"{one.unit}/": overdue(one.counts, now) + met_late(one.counts) for one in kept}
    begun = after[: after.find("/") + 1]
    found, among = 0, set[str]()
    for front in sorted(one for one, number in late.items() if number and one >= begun):
        if found <= limit:
            found += late[front] if front != begun else 0
            among.add(front[:-1])
    return sum(late.values()), frozenset(among)
