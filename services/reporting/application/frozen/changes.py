"""Reporting, application, frozen: what changed in a plan's figures since they were frozen."""

from datetime import datetime

from pydantic import ValidationError

from contracts.snapshots import Snapshot
from contracts.values import Value
from services.reporting.application.frozen.ports import Elsewhere, Files
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

    def __init__(self, past: Past, files: Files, elsewhere: Elsewhere) -> None:
        self._past = past
        self._files = files
        self._elsewhere = elsewhere

    async def since(self, one: Snapshot, now: datetime) -> ChangesAnswer | None:
        """None where the plan was not published by then."""
        after = await self._past.consolidated(one.plan, now)
        if after is None:
            return None
        kept = await self._files.get(one.plan, one.made.sha256)
        found = None if kept is None else await self._elsewhere(against, kept, after)
        if recounted := found is None:
            before = await self._past.consolidated(one.plan, one.as_of)
            if before is None:
                return None
            found = await self._elsewhere(difference, before, after)
        where = f"/api/plans/{one.plan}"
        return ChangesAnswer(
            code=one.code,
            recounted=recounted,
            difference=found,
            reports=f"{where}/reports?limit=500",
            activities=f"{where}/activities?limit=500",
        )


def against(kept: bytes, after: Consolidated) -> Difference | None:
    """What is told otherwise than by a snapshot's own figures; None where these cannot be read."""
    try:
        before = Consolidated.model_validate_json(kept)
    except ValidationError:
        return None
    return difference(before, after)
