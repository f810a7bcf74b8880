"""Reporting, outbound: has the durable of the projection deliver the whole log again."""

from contextlib import suppress

from faststream.nats import NatsBroker
from nats.js.errors import NotFoundError

from contracts.topology import REPORTING_PROJECT
from runtime.jetstream.away import reached
from runtime.jetstream.connection import js
from runtime.jetstream.streams import declare_durable


class StreamReplay:
    """As application.ports.Replay: a durable that is made anew starts at the first message."""

    def __init__(self, broker: NatsBroker) -> None:
        self._broker = broker

    async def start_over(self) -> None:
        durable = REPORTING_PROJECT
        with suppress(NotFoundError):  # interrupted between the two, last time
            await reached(js(self._broker).delete_consumer(durable.stream, durable.name))
        await reached(declare_durable(js(self._broker), durable))
