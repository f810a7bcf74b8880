"""Reporting, inbound: takes batches of facts from the log into the views."""

import time
from collections.abc import Mapping, Sequence
from typing import Protocol, cast

from prometheus_client import Gauge, Histogram

from contracts.envelope import decode_batch
from contracts.facts import FACTS, Fact
from runtime.delivery import Delivery
from runtime.failure import Unavailable
from services.reporting.domain.fold import Decision

BATCH_SIZE = Histogram(
    "ngayso_projection_batch_size",
    "Messages of the log in one batch.",
    buckets=(1, 2, 5, 10, 20, 50, 100, 200, 500),
)
LAG = Gauge(
    "ngayso_projection_lag_seconds",
    "Real time from the storing of the newest fact in the last batch to its being in the views.",
)


class Views(Protocol):
    """The views, as far as facts go into them."""

    async def project(self, decisions: Sequence[Decision]) -> Mapping[str, int]: ...


class Log(Protocol):
    """The log, read by subject."""

    async def read(self, subject: str, after: int) -> list[Decision]: ...


def decision(item: Delivery) -> Decision:
    """A delivered message as the domain sees it; raises Malformed."""
    events = decode_batch(item.data, FACTS)
    facts = tuple(cast("Fact", event.data) for event in events)
    return Decision(item.subject, item.sequence, item.previous, item.stored_at, facts)


class Projection:
    """Folds each batch into the views, all or nothing; a repeat changes nothing."""

    def __init__(self, views: Views, log: Log) -> None:
        self._views = views
        self._log = log

    async def on_facts(self, items: Sequence[Delivery]) -> None:
        """What came before its predecessor is not put back: the log has what is missing.

        Putting it back would hold up its whole batch, for ever where the predecessor became a
        dead letter. Two replicas at work, or a redelivery, make such gaps.
        """
        decisions = [decision(item) for item in items]
        if gaps := await self._views.project(decisions):
            for subject, after in gaps.items():
                decisions += await self._log.read(subject, after)
            if left := await self._views.project(decisions):
                raise Unavailable(f"the log has not what comes next on {sorted(left)}")
        BATCH_SIZE.observe(len(items))
        LAG.set(time.time() - max(item.stored_ns for item in items) / 1e9)
