"""Reporting, inbound: hands batches of the log's messages to the projection."""

import time
from collections.abc import Sequence

from prometheus_client import Gauge, Histogram

from contracts.topology import REPORTING_PROJECT
from runtime.delivery import Delivery
from runtime.reading import read_stored
from services.reporting.application.projecting import Projecting

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

    def __init__(self, projecting: Projecting) -> None:
        self._projecting = projecting

    async def handle(self, items: Sequence[Delivery]) -> None:
        """Raises Unreadable for a message that is none of ours."""
        stream = REPORTING_PROJECT.stream
        messages = [
            read_stored(
                stream, item.subject, item.sequence, item.headers, item.data, item.stored_at
            )
            for item in items
        ]
        await self._projecting.project(messages)
        BATCH_SIZE.observe(len(items))
        LAG.set(time.time() - max(item.stored_ns for item in items) / 1e9)
