"""Reporting, inbound: hands batches of the log's messages to the projection."""

import asyncio
import time
from collections.abc import Sequence
from typing import Protocol

from prometheus_client import Gauge, Histogram

from contracts import topology
from runtime.delivery import Delivery
from runtime.failure import Unreadable
from runtime.ports import Log, Stored
from services.reporting.application.points.keeping import Keeping
from services.reporting.application.projecting import Projecting
from services.reporting.domain.log.unread import lenient

BATCH_SIZE = Histogram(
    "ngayso_projection_batch_size",
    "Messages of the log in one batch.",
    buckets=(1, 2, 5, 10, 20, 50, 100, 200, 500),
)
LAG = Gauge(
    "ngayso_projection_lag_seconds",
    "Real time from the storing of the newest fact in the last batch to its being in the views.",
)


HEARTBEAT = Gauge(
    "ngayso_projection_heartbeat_age_seconds",
    "Real time since facts were last put into the views, or none waited to be.",
)


class Waiting(Protocol):
    """What the log's durable says."""

    async def nothing_waits(self) -> bool:
        """Whether all that is in the log was put into the views."""


class Facts:
    """Messages of the log, as they are delivered: a batch is decoded while the one before it is
    written, and goes on in its order.
    """

    def __init__(self, log: Log, projecting: Projecting, keeping: Keeping) -> None:
        self._log = log
        self._projecting = projecting
        self._keeping = keeping
        self._decoding, self._writing = asyncio.Lock(), asyncio.Lock()
        self._beat = time.monotonic()
        HEARTBEAT.set_function(lambda: time.monotonic() - self._beat)

    async def handle(self, items: Sequence[Delivery]) -> None:
        """Raises Unreadable for a message that cannot be read: before anything is projected, or
        after, where one of the directory only waits to be read.
        """
        async with self._decoding:
            messages = [await self._stored(item) for item in items]
            await self._writing.acquire()
        try:
            last = messages[-1].sequence
            floor = await self._keeping.due(last)
            await self._projecting.project(messages, floor)
            if floor is not None:
                self._keeping.kept(last)
        finally:
            self._writing.release()
        self._beat = time.monotonic()
        for message in messages:
            if message.standing == "unreadable":
                raise Unreadable(topology.EVENTS.name, message.sequence, message.subject)
        BATCH_SIZE.observe(len(items))
        LAG.set(time.time() - max(item.stored_ns for item in items) / 1e9)

    async def look(self, waiting: Waiting) -> None:
        """Called again and again: the projection is where it should be while nothing waits too."""
        if await waiting.nothing_waits():
            self._beat = time.monotonic()

    async def _stored(self, item: Delivery) -> Stored:
        return await self._log.stored(item, lenient=lenient(item.subject))
