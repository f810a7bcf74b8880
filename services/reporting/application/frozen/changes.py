"""Reporting, application, frozen: what changed in a plan's figures since they were frozen."""

from datetime import datetime
from functools import partial

from contracts.snapshots import Snapshot
from contracts.values import Value
from services.reporting.application.frozen.figures import Figures
from services.reporting.application.past import Past
from services.reporting.domain.consolidated import Consolidated
from services.reporting.domain.frozen.difference import Difference, difference


class ChangesAnswer(Value):
    """What is told otherwise now than by the snapshot. `recounted`: its own file cannot be read any
    more (another release made it), so that its figures were counted again from the log, and part of
    the difference may come from that.
    """

    code: str
    recounted: bool
    difference: Difference
    reports: str
    """Where the versions behind a unit's figures are, with `&unit=` and `&owed=` behind it."""
    activities: str
    """Where its activities are."""


class Changing:
    """Holds the figures that a snapshot keeps in its file against those of now: what it costs does
    not grow with what was said since.
    """

    def __init__(self, past: Past, figures: Figures) -> None:
        self._past = past
        self._figures = figures

    async def since(self, one: Snapshot, now: datetime) -> ChangesAnswer | None:
        """None where the plan was not published by then."""
        after = await self._past.consolidated(one.plan, now)
        found = None if after is None else await self._figures.made(one, partial(against, after))
        if found is None:
            return None
        where = f"/api/plans/{one.plan}"
        return ChangesAnswer(
            code=one.code,
            recounted=found.recounted,
            difference=found.made,
            reports=f"{where}/reports?limit=500",
            activities=f"{where}/activities?limit=500",
        )


def against(after: Consolidated, before: Consolidated) -> Difference:
    return difference(before, after)
