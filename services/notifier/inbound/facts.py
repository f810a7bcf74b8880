"""Notifier, inbound: turns each message of facts into following its unit, plan or calendar."""

from runtime.delivery import Delivery
from runtime.ports import Log
from services.notifier.application import facts
from services.notifier.application.reminding import Reminding


class Facts:
    """Facts about units, plans and the calendar, as they are delivered."""

    def __init__(self, log: Log, reminding: Reminding) -> None:
        self._log = log
        self._reminding = reminding

    async def on_unit(self, item: Delivery) -> None:
        await self._reminding.follow_unit(facts.of_unit(await self._log.stored(item)))

    async def on_plan(self, item: Delivery) -> None:
        await self._reminding.follow_plan(facts.of_plan(await self._log.stored(item)))

    async def on_calendar(self, item: Delivery) -> None:
        await self._reminding.follow_calendar(facts.of_directory(await self._log.stored(item)))
