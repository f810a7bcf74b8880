"""Reporting, application: what changed of a plan since, for whoever follows it.

Nothing is kept for a follower but which subjects moved that it was not told of, each once: what
is told is what to read again, not what was said.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager
from typing import Literal, Protocol

import structlog
from prometheus_client import Gauge

from contracts import topology
from contracts.values import Value
from runtime.failure import Unavailable
from runtime.lasting import Lasting
from services.reporting.application.ports import Delivered, Units

log = structlog.get_logger()

FOLLOWERS = Gauge("ngayso_followers", "Who follows the changes of a plan, of this process.")
LOOK_SECONDS = 0.25
LONGEST_SECONDS = 30.0
"""Of one answer: within the time in which a service that is told to stop has to be gone, and a
reader's token is looked at again as often.
"""
MOST_FOLLOWERS, MOST_OF_ONE = 200, 20
MOST_TOLD = 500
"""Subjects in one telling; more are told as `everything`."""
ANY = "*"

What = Literal["plan", "unit", "messages", "everything"]
"""The plan itself; what a unit owes, does and reports; what was said of writing to it; so much that
all is to be read again.
"""


class Change(Value):
    """Something of a plan that is to be read again."""

    what: What
    unit: str | None = None


class Changes(Value):
    """What changed, and up to where in the log: whoever comes again names `until`."""

    until: int
    changed: tuple[Change, ...]


EVERYTHING = Change(what="everything")


class TooMany(Exception):
    """As many follow as this process serves, or one reader may."""


class Moved(Protocol):
    """How far the views have come on each subject."""

    async def since(self, after: int, plan: str | None = None) -> Mapping[str, int]:
        """The subjects (of one plan's log) whose newest message in the views stands after this
        sequence, with that. Raises Unavailable.
        """


class Follower:
    """One who follows: what it was not told yet, and up to where it knows all."""

    def __init__(self, plan: str, reader: str, units: Units) -> None:
        self.plan = plan
        self.reader = reader
        self._units = units
        self._left: dict[Change, None] = {}
        self.until = 0
        self._news = asyncio.Event()

    def learn(self, subjects: Iterable[str], until: int) -> None:
        """Keep what it may hear of these; `until`: all up to there is in the views."""
        self.until = until
        found = [one for subject in subjects for one in _change(subject, self.plan)]
        self.tell(one for one in found if one.unit is None or self._sees(one.unit))

    def tell(self, changes: Iterable[Change]) -> None:
        self._left |= dict.fromkeys(changes)
        if self._left:
            self._news.set()

    def _sees(self, unit: str) -> bool:
        return self._units is None or unit in self._units

    def take(self) -> Changes:
        told, self._left = tuple(self._left), {}
        self._news.clear()
        if len(told) > MOST_TOLD or EVERYTHING in told:
            told = (EVERYTHING,)
        return Changes(until=self.until, changed=told)

    async def news(self, seconds: float) -> Changes | None:
        """What changed, as soon as something has; None where nothing has for so long."""
        try:
            await asyncio.wait_for(self._news.wait(), seconds)
        except TimeoutError:
            return None
        return self.take()


def _change(subject: str, plan: str) -> Iterator[Change]:
    """What a message on this subject changes of the plan, if anything."""
    if subject == topology.plan_facts(plan):
        yield Change(what="plan")
    for what, of in (("unit", topology.unit_facts), ("messages", topology.message_facts)):
        front = of(plan, "")
        if subject.startswith(front):
            yield Change.model_validate({"what": what, "unit": subject.removeprefix(front)})


class Following:
    """Looks at the views while anybody follows, once for all of them.

    By the log's acknowledged floor nothing is missed, in whatever order replicas commit: all up to
    it is in the views, and what moved behind it is told again once it is passed, or moves again.
    """

    def __init__(
        self, moved: Moved, delivered: Delivered, seconds: float = LONGEST_SECONDS
    ) -> None:
        self.seconds = seconds
        self._moved = moved
        self._delivered = delivered
        self._followers: dict[Follower, None] = {}
        self._floor = 0
        self._told: Mapping[str, int] = {}
        self._looking: asyncio.Task[None] | None = None
        self._away = Lasting("changes-not-seen")

    @asynccontextmanager
    async def follow(
        self, plan: str, reader: str, units: Units, after: int | None
    ) -> AsyncIterator[Follower]:
        """One who follows, and knows all up to `after` (None: reads now). Raises TooMany, and
        Unavailable.
        """
        mine = sum(one.reader == reader for one in self._followers)
        if len(self._followers) >= MOST_FOLLOWERS or mine >= MOST_OF_ONE:
            raise TooMany
        follower = Follower(plan, reader, units)
        self._followers[follower] = None
        FOLLOWERS.set(len(self._followers))
        try:
            if self._looking is None:
                self._floor = await self._delivered.all_until()
                self._looking = asyncio.create_task(self._look_on())
            follower.learn((), self._floor)
            if after is not None and after > self._floor:
                follower.tell([EVERYTHING])  # of a log that was replaced
            elif after is not None:
                follower.learn(await self._moved.since(after, plan), self._floor)
            yield follower
        finally:
            del self._followers[follower]
            FOLLOWERS.set(len(self._followers))
            if not self._followers and self._looking is not None:
                self._looking.cancel()
                self._looking = None

    async def _look_on(self) -> None:
        while True:
            try:
                await self._look()
                self._away.over()
            except Unavailable as error:
                self._away.goes_on(error=str(error))
            await asyncio.sleep(LOOK_SECONDS)

    async def _look(self) -> None:
        """The floor first: what is up to it is in the views when these are asked."""
        floor = await self._delivered.all_until()
        if floor < self._floor:
            for follower in self._followers:
                follower.learn((), floor)
                follower.tell([EVERYTHING])
            self._floor, self._told = floor, {}
        moved = await self._moved.since(self._floor)
        fresh = [subject for subject, at in moved.items() if self._told.get(subject) != at]
        self._floor = floor
        self._told = {subject: at for subject, at in moved.items() if at > floor}
        for follower in self._followers:
            follower.learn(fresh, floor)
