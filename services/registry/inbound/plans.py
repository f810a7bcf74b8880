"""Registry, inbound: follows plans, so that every unit owes what the plan in force gives it."""

from typing import Protocol

from runtime.consume import Delivery


class Opener(Protocol):
    """Where the duties of a plan's units are opened, moved and closed."""

    async def open_plan(self, plan: str, sequence: int) -> None: ...


class Plans:
    """Each fact about a plan says only that it changed: what is opened is the plan in force."""

    def __init__(self, ledger: Opener) -> None:
        self._ledger = ledger

    async def handle(self, item: Delivery) -> None:
        await self._ledger.open_plan(item.subject.split(".")[2], item.sequence)
