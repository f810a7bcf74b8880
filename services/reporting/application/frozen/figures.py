"""Reporting, application, frozen: what is made of the figures that a snapshot keeps in its file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from pydantic import ValidationError

from contracts.snapshots import Snapshot
from services.reporting.application.frozen.ports import Elsewhere, Files
from services.reporting.application.past import Past
from services.reporting.domain.consolidated import Consolidated

T = TypeVar("T")


@dataclass(frozen=True)
class Found(Generic[T]):
    """What was made of figures as of a moment. `recounted`: the snapshot's own file cannot be read
    any more (another release made it), so they were counted again from the log.
    """

    made: T
    as_of: datetime
    recounted: bool


class Figures:
    """Nothing is folded again, and the file is read where the work is done, not in the service."""

    def __init__(self, past: Past, files: Files, elsewhere: Elsewhere) -> None:
        self._past = past
        self._files = files
        self._elsewhere = elsewhere

    async def made(self, one: Snapshot, work: Callable[[Consolidated], T]) -> Found[T] | None:
        """What the work makes of a snapshot's figures; None where these are neither kept nor in the
        log. Raises Unmade.
        """
        kept = await self._files.get(one.plan, one.made.sha256)
        found = None if kept is None else await self._elsewhere(of_file, kept, work)
        if found is not None:
            return found
        report = await self._past.consolidated(one.plan, one.as_of)
        if report is None:
            return None
        return Found(await self._elsewhere(work, report), report.as_of, recounted=True)


def of_file(kept: bytes, work: Callable[[Consolidated], T]) -> Found[T] | None:
    """None where the figures cannot be read."""
    try:
        report = Consolidated.model_validate_json(kept)
    except ValidationError:
        return None
    return Found(work(report), report.as_of, recounted=False)
