"""Reporting, application: what one reader may see of which plan; asked once per request."""

from datetime import datetime

from contracts.unit import Unit
from runtime.clock import Clock
from services.reporting.application.ports import Answers, Units
from services.reporting.domain.documents import PlanDocument
from services.reporting.domain.readers.below import below, stands_for
from services.reporting.domain.readers.reader import Reader

NOBODY: frozenset[str] = frozenset()


class Eyes:
    """One reader's eyes. They see everything, or what the directory of today puts under them."""

    def __init__(self, reader: Reader, answers: Answers, clock: Clock) -> None:
        self.reader = reader
        self.answers = answers
        self._clock = clock
        self._directory: dict[str, Unit] | None = None

    def now(self) -> datetime:
        return self._clock.now()

    async def units(self, plan: PlanDocument) -> Units:
        """Whose records this reader may see in a plan; NOBODY's where it has no part in it."""
        reader = self.reader
        if reader.sees_everything:
            return None
        if reader.unit is None:
            return NOBODY
        offices = {plan.plan.issuer, plan.plan.collecting_office}
        if "collector" in reader.roles and reader.unit in offices:
            return None
        if self._directory is None:
            self._directory = await self.answers.around(reader.unit)
        day = self._clock.now().astimezone(plan.plan.zone).date()
        if "collector" in reader.roles and offices & stands_for(reader.unit, self._directory, day):
            return None
        own = below(reader.unit, self._directory, day)
        return frozenset(own) if own & plan.named else NOBODY

    async def whole(self, plan: str) -> bool:
        """Whether this reader may see the whole of a plan. Of one that is not there too: who may
        see every plan is then told so.
        """
        if self.reader.sees_everything:
            return True
        document = await self.answers.find(PlanDocument, plan)
        return document is not None and await self.units(document) is None
