"""Reporting, inbound: hands batches of the log's messages to the projection."""

import time
from collections.abc import Sequence

from prometheus_client import Gauge, Histogram

from contracts import topology
from runtime.delivery import Delivery
from runtime.failure import Unreadable
from runtime.ports import Log, Stored
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


class Facts:
    """Messages of the log, as they are delivered."""

    def __init__(self, log: Log, projecting: Projecting) -> None:
        self._log = log
        self._projecting = projecting

    async def handle(self, items: Sequence[Delivery]) -> None:
        """Raises Unreadable for a message that cannot be read: before anything is projected, or
        after, where one of the directory only waits to be read.
        """
        messages = [await self._stored(item) for item in items]
        await self._projecting.project(messages)
        for message in messages:
            if message.standing == "unreadable":
                raise Unreadable(topology.EVENTS.name, message.sequence, message.subject)
        BATCH_SIZE.observe(len(items))
        LAG.set(time.time() - max(item.stored_ns for item in items) / 1e9)

    async def _stored(self, item: Delivery) -> Stored:
        return await self._log.stored(item, lenient=lenient(item.subject))
