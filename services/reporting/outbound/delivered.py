"""Reporting, outbound: how far the durable of the projection has come."""

from faststream.nats import NatsBroker
from nats.js.api import ConsumerInfo
from nats.js.errors import NotFoundError

from contracts.topology import REPORTING_PROJECT
from runtime.jetstream.away import reached
from runtime.jetstream.connection import js


class StreamDelivered:
    """As application.ports.Delivered."""

    def __init__(self, broker: NatsBroker) -> None:
        self._broker = broker

    async def all_until(self) -> int:
        info = await self._info()
        return (info.ack_floor.stream_seq or 0) if info and info.ack_floor else 0

    async def nothing_waits(self) -> bool:
        """Whether all that is in the log was put into the views."""
        info = await self._info()
        return info is not None and not info.num_pending and not info.num_ack_pending

    async def _info(self) -> ConsumerInfo | None:
        durable = REPORTING_PROJECT
        try:
            return await reached(js(self._broker).consumer_info(durable.stream, durable.name))
        except NotFoundError:
            return None
