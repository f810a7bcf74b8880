"""Registry, inbound: turns each fact about a plan into the opening of its units' duties."""

from contracts.facts import PlanAmended, PlanPublished
from runtime.delivery import Delivery
from runtime.ports import Log
from services.registry.application.opening import Opening


class Plans:
    """Facts about plans, as they are delivered."""

    def __init__(self, log: Log, opening: Opening) -> None:
        self._log = log
        self._opening = opening

    async def handle(self, item: Delivery) -> None:
        for event in (await self._log.stored(item)).events:
            if isinstance(event.data, PlanPublished | PlanAmended):
                await self._opening.open_plan(event.data.plan.id, event.data.revision)
