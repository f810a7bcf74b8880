"""Reporting, outbound: has the durable of the projection deliver the whole log again."""

from faststream.nats import NatsBroker

from contracts.topology import REPORTING_PROJECT
from runtime.jetstream.away import reached
from runtime.jetstream.connection import js

FIRST = 1


class StreamReplay:
    """As application.ports.Replay: the durable goes back to the first message."""

    def __init__(self, broker: NatsBroker) -> None:
        self._broker = broker

    async def start_over(self) -> None:
        durable = REPORTING_PROJECT
        await reached(js(self._broker).reset_consumer(durable.stream, durable.name, FIRST))
