"""Reporting, outbound: drops the views and lets the durable replay the whole log into them."""

from contextlib import suppress

from faststream.nats import NatsBroker
from nats.js.errors import NotFoundError

from contracts.topology import REPORTING_PROJECT
from runtime.jetstream.connection import js
from runtime.jetstream.streams import declare_durable
from services.reporting.outbound.views import Views


class Rebuild:
    """`views rebuild`, safe while any number of replicas project.

    The gate is shut first: a batch under way then conflicts with it and is put back. Documents,
    totals and cursors are deleted behind it, the durable is made anew so that it starts at the
    first fact, and the gate is opened. Interrupted anywhere, it is run again: until it has
    finished, /readyz and the API say so. The durable replays, so nothing waits for this process.
    """

    def __init__(self, views: Views, broker: NatsBroker) -> None:
        self._views = views
        self._broker = broker

    async def __call__(self) -> None:
        await self._views.empty()
        durable = REPORTING_PROJECT
        with suppress(NotFoundError):  # interrupted between the two, last time
            await js(self._broker).delete_consumer(durable.stream, durable.name)
        await declare_durable(js(self._broker), durable)
        await self._views.reopen()
