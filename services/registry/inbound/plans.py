"""Registry, inbound: turns each fact about a plan into the opening of its units' duties."""

from contracts import topology
from runtime.delivery import Delivery
from services.registry.application.opening import Opening


class Plans:
    """Facts about plans, as they are delivered."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening

    async def handle(self, item: Delivery) -> None:
        await self._opening.open_plan(topology.plan_of(item.subject), item.sequence)
