"""Reporting, inbound: which tag the answer to a question had, as long as it would be the same."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from starlette.requests import Request
from starlette.types import Scope

from runtime.failure import Unavailable
from services.reporting.application.readers.eyes import Eyes
from services.reporting.application.readers.standstill import Standstill
from services.reporting.inbound.door.table import OF_VIEWS, Found

MOST, MOST_TAGS = 5_000, 8
"""Questions that are remembered, and tags of each; those asked longest ago are forgotten first."""

K = TypeVar("K")
V = TypeVar("V")
Question = tuple[frozenset[str], str | None, str, bytes]
"""Roles and unit of who asks, path and query."""


class Answered:
    """Where the views stood before answers were made, and the last of their tags with when they
    were: an answer that says as of when it is has another tag each time.
    """

    def __init__(self, position: str) -> None:
        self.position = position
        self.tags: OrderedDict[str, datetime] = OrderedDict()


@dataclass(frozen=True)
class Asked:
    """A question, as it is asked now."""

    question: Question
    eyes: Eyes
    plan: str | None
    position: str
    at: datetime


class Remembered:
    """The tags of the answers that follow from the views, in this process."""

    def __init__(self) -> None:
        self._answered: OrderedDict[Question, Answered] = OrderedDict()
        self._standstill = Standstill()

    async def asked(self, scope: Scope) -> Asked | None:
        """None for what is not remembered, and while the views are shut or away."""
        state = Request(scope).state
        found: Found | None = getattr(state, "found", None)
        if found is None or found.path not in OF_VIEWS:
            return None
        eyes: Eyes = state.eyes
        try:
            position = await eyes.answers.position()
        except Unavailable:
            return None  # the answer itself will say so
        if position is None:
            return None
        reader = eyes.reader
        question = (reader.roles, reader.unit, scope["path"], scope["query_string"])
        return Asked(question, eyes, found.parts.get("plan"), position, eyes.now())

    async def holds(self, asked: Asked, tag: str) -> bool:
        """Whether it is known, without making the answer, that what this is of holds still."""
        known = self._answered.get(asked.question)
        if known is None or known.position != asked.position or tag not in known.tags:
            return False
        since = known.tags[tag]
        return await self._standstill.holds(asked.eyes, asked.plan, asked.position, since)

    def keep(self, asked: Asked, tag: str) -> None:
        known = self._answered.get(asked.question)
        if known is None or known.position != asked.position:
            known = self._answered[asked.question] = Answered(asked.position)
        _put(known.tags, tag, asked.at, MOST_TAGS)
        _put(self._answered, asked.question, known, MOST)


def _put(kept: OrderedDict[K, V], key: K, value: V, most: int) -> None:
    """As the newest; the oldest goes where there are more."""
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > most:
        kept.popitem(last=False)
