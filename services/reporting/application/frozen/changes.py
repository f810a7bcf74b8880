"""Reporting, application, frozen: what changed in a plan's figures since they were frozen."""

import asyncio
from datetime import datetime
from hashlib import sha256

from contracts.frozen import DATA
from contracts.snapshots import Snapshot
from contracts.values import Value
from services.reporting.application.frozen.ports import Elsewhere, Render
from services.reporting.application.past import Past
from services.reporting.domain.frozen.difference import Difference, difference


class ChangesAnswer(Value):
    """What is told otherwise now than by the snapshot. `recounted`: its figures could not be had
    again as they were frozen (another release, or a text made unreadable since), so that part of
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
    """Folds the log twice: as of the snapshot, and as of now."""

    def __init__(self, past: Past, render: Render, elsewhere: Elsewhere) -> None:
        self._past = past
        self._render = render
        self._elsewhere = elsewhere

    async def since(self, one: Snapshot, now: datetime) -> ChangesAnswer | None:
        """None where the plan was not published by then."""
        before = await self._past.consolidated(one.plan, one.as_of)
        after = await self._past.consolidated(one.plan, now)
        if before is None or after is None:
            return None
        data = await self._elsewhere(self._render, before, DATA, "")
        where = f"/api/plans/{one.plan}"
        return ChangesAnswer(
            code=one.code,
            recounted=sha256(data).hexdigest() != one.made.sha256,
            difference=await asyncio.to_thread(difference, before, after),
            reports=f"{where}/reports?limit=500",
            activities=f"{where}/activities?limit=500",
        )
