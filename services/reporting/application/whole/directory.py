"""Reporting, application, whole: the directory, page by page."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date

from services.reporting.application.answer import Listing
from services.reporting.application.listing import MOST
from services.reporting.application.ports import Answers
from services.reporting.domain.documents import UnitDocument


@dataclass(frozen=True)
class Asked:
    """Which units, as they are on the day `on`; what is None leaves out nobody."""

    on: date
    level: str | None = None
    group: str | None = None
    parent: str | None = None

    @property
    def all(self) -> bool:
        """Everybody, those that have ended included."""
        return (self.level, self.group, self.parent) == (None, None, None)

    def takes(self, one: UnitDocument) -> bool:
        unit = one.record
        return self.all or (
            unit.exists(self.on)
            and self.level in (None, unit.level(self.on))
            and self.parent in (None, unit.parent(self.on))
            and (self.group is None or unit.in_group(self.group, self.on))
        )


async def units(
    answers: Answers, asked: Asked, after: UnitDocument | None, limit: int
) -> Listing[UnitDocument]:
    """A page in Vietnamese alphabetical order, after one unit's place."""
    begun = None if after is None else after.sort
    if asked.all:
        items, total, more = await answers.units(begun, limit)
        return Listing(total=total, items=items, after=None if more is None else items[-1].unit)
    every = [one async for page in every_unit(answers, asked) for one in page]
    left = [one for one in every if begun is None or one.sort > begun]
    last = left[limit - 1].unit if len(left) > limit else None
    return Listing(total=len(every), items=left[:limit], after=last)


async def every_unit(answers: Answers, asked: Asked) -> AsyncIterator[list[UnitDocument]]:
    """All that is asked for, page by page."""
    items, _, more = await answers.units(None, MOST)
    yield [one for one in items if asked.takes(one)]
    while more is not None:
        items, _, more = await answers.units(more, MOST)
        yield [one for one in items if asked.takes(one)]
