"""Reporting, outbound: how far the durable of the projection has come."""

from faststream.nats import NatsBroker
from nats.js.errors import NotFoundError

from contracts.topology import REPORTING_PROJECT
from runtime.jetstream.away import reached
from runtime.jetstream.connection import js


class StreamDelivered:
    """As application.ports.Delivered."""

    def __init__(self, broker: NatsBroker) -> None:
        self._broker = broker

    async def all_until(self) -> int:
        durable = REPORTING_PROJECT
        try:
            info = await reached(js(self._broker).consumer_info(durable.stream, durable.name))
        except NotFoundError:
            return 0
        return (info.ack_floor.stream_seq or 0) if info.ack_floor else 0
