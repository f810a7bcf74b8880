"""Notifier, inbound: turns each message of facts into following its unit, plan or calendar."""

from contracts import topology
from runtime.delivery import Delivery
from runtime.ports import Stored
from runtime.reading import read_stored
from services.notifier.application import facts
from services.notifier.application.reminding import Reminding


class Facts:
    """Facts about units, plans and the calendar, as they are delivered."""

    def __init__(self, reminding: Reminding) -> None:
        self._reminding = reminding

    async def on_unit(self, item: Delivery) -> None:
        await self._reminding.follow_unit(facts.of_unit(_stored(item)))

    async def on_plan(self, item: Delivery) -> None:
        await self._reminding.follow_plan(facts.of_plan(_stored(item)))

    async def on_calendar(self, item: Delivery) -> None:
        await self._reminding.follow_calendar(facts.of_directory(_stored(item)))


def _stored(item: Delivery) -> Stored:
    """The message as the log holds it; raises Unreadable."""
    return read_stored(
        topology.EVENTS.name, item.subject, item.sequence, item.headers, item.data, item.stored_at
    )
