"""Reporting, application: whether what was answered would be answered again, without asking."""

from bisect import bisect_right
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from contracts.plan import Plan
from services.reporting.application.ports import Answers
from services.reporting.application.readers.eyes import Eyes
from services.reporting.domain.counting.counts import OwingCount
from services.reporting.domain.documents import PlanDocument
from services.reporting.domain.stamp import stamp

HOME = ZoneInfo(Plan.model_fields["time_zone"].default)
"""The zone of what is told of no plan."""
MOST = 100
"""Positions and plans of which the hours are remembered."""


class Hours(NamedTuple):
    """When the clock alone changes what is told: at midnight, and when something owed comes due."""

    zone: ZoneInfo
    due: tuple[str, ...]

    def passed(self, since: datetime, now: datetime) -> bool:
        if since.astimezone(self.zone).date() != now.astimezone(self.zone).date():
            return True
        return bisect_right(self.due, stamp(since)) != bisect_right(self.due, stamp(now))


class Standstill:
    """What the views answer follows from their position, the question, who asks, and the hour."""

    def __init__(self) -> None:
        self._hours: dict[tuple[str, str | None], list[Hours]] = {}

    async def holds(self, eyes: Eyes, plan: str | None, position: str, since: datetime) -> bool:
        """Whether what was answered `since`, of the plan (None: of all), at the position at which
        the views are now, holds still. The hours are read once for a position.
        """
        known = self._hours.get((position, plan))
        if known is None:
            if len(self._hours) >= MOST:
                self._hours.clear()
            known = self._hours[position, plan] = await _hours(eyes.answers, plan)
        now = eyes.now()
        return not any(one.passed(since, now) for one in known)


async def _hours(answers: Answers, plan: str | None) -> list[Hours]:
    if plan is None:
        plans = await answers.plans()
    else:
        found = await answers.find(PlanDocument, plan)
        plans = [found] if found else []
    return [Hours(HOME, ()), *[await _hours_of(answers, one) for one in plans]]


async def _hours_of(answers: Answers, plan: PlanDocument) -> Hours:
    counted = await answers.counts(plan.key)
    due = sorted({key.due for key in counted.counts if isinstance(key, OwingCount)})
    return Hours(plan.plan.zone, tuple(due))
