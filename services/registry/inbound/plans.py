"""Registry, inbound: turns each fact about a plan into the opening of its units' duties."""

from contracts.facts import PlanAmended, PlanPublished
from contracts.topology import EVENTS
from runtime.delivery import Delivery
from runtime.reading import events_of
from services.registry.application.opening import Opening


class Plans:
    """Facts about plans, as they are delivered."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening

    async def handle(self, item: Delivery) -> None:
        for event in events_of(EVENTS.name, item.sequence, item.subject, item.data):
            if isinstance(event.data, PlanPublished | PlanAmended):
                await self._opening.open_plan(event.data.plan.id, event.data.revision)
