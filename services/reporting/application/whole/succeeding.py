"""Reporting, application: what a plan adds up to by a day's units, kept until the views move."""

import asyncio
from collections import OrderedDict
from datetime import date, datetime

from services.reporting.application.answer import SuccessorsAnswer
from services.reporting.application.ports import Answers
from services.reporting.application.reading import Reading
from services.reporting.domain.succession.follow import follow
from services.reporting.domain.succession.heir import Heir

MOST_KEPT = 4


class Succeeding:
    """Keeps the last answers, each as long as no transaction wrote anything since."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, date], tuple[str, tuple[Heir, ...]]] = OrderedDict()

    async def of(
        self, answers: Answers, reading: Reading, plan: str, on: date | None, now: datetime
    ) -> SuccessorsAnswer:
        """By the units of the day `on`; today in the plan's zone where there is none. Raises
        Unknown as Reading does; it is for those who see the whole of the plan.
        """
        completeness = await reading.completeness(plan)
        document, _ = await reading.document(plan)
        day = on or now.astimezone(document.plan.zone).date()
        position, heirs = self._kept.get((plan, day), (None, ()))
        stands = await answers.position()
        if stands is None or position != stands:
            report = await reading.consolidated(await reading.glance(plan, now))
            directory = await answers.directory()
            heirs = await asyncio.to_thread(follow, document, report, directory, day)
            self._keep((plan, day), stands, heirs)
        return SuccessorsAnswer(plan=plan, on=day, heirs=heirs, completeness=completeness)

    def _keep(self, which: tuple[str, date], stands: str | None, heirs: tuple[Heir, ...]) -> None:
        if stands is not None:
            self._kept[which] = stands, heirs
            self._kept.move_to_end(which)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
