"""Notifier, inbound: turns each message of facts into following its unit or plan."""

from contracts import topology
from runtime.delivery import Delivery
from runtime.jetstream.log import events_of
from runtime.ports import Stored
from services.notifier.application import facts
from services.notifier.application.reminding import Reminding


class Facts:
    """Facts about units and plans, as they are delivered."""

    def __init__(self, reminding: Reminding) -> None:
        self._reminding = reminding

    async def on_unit(self, item: Delivery) -> None:
        await self._reminding.follow_unit(facts.of_unit(_stored(item)))

    async def on_plan(self, item: Delivery) -> None:
        await self._reminding.follow_plan(facts.of_plan(_stored(item)))


def _stored(item: Delivery) -> Stored:
    """The message as the log holds it; raises Unreadable."""
    events = events_of(topology.EVENTS.name, item.sequence, item.subject, item.data)
    return Stored(item.subject, item.sequence, item.previous, item.stored_at, events)
