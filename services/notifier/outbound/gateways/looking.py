"""Notifier, outbound: looks whether our accounts with the gateways are good, without sending."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import structlog
from prometheus_client import Gauge

from runtime.background import going_on
from services.notifier.outbound.gateways.pool import Gateway

log = structlog.get_logger()

SECONDS = 60.0
USABLE = Gauge(
    "ngayso_gateway_usable",
    "1: it answers, and takes our credentials; relay: the mails'.",
    ["gateway"],
)


@dataclass
class Looking:
    """Asks each gateway once a minute, and tells what it learnt. A gateway that is away keeps no
    other message from going out, so it makes nobody unready: it is told.
    """

    gateways: Mapping[str, Gateway]
    _wrong: dict[str, str] = field(default_factory=dict)

    def notes(self) -> dict[str, object]:
        """For /readyz: what a person has to mend."""
        return {f"gateway {name}": why for name, why in self._wrong.items()}

    async def look(self) -> None:
        await asyncio.gather(*(self._look(name, one) for name, one in self.gateways.items()))

    async def _look(self, name: str, gateway: Gateway) -> None:
        try:
            why = await gateway.check()
        except OSError as error:  # a file with a secret
            why = type(error).__name__
        USABLE.labels(name).set(why is None)
        if why is None:
            self._wrong.pop(name, None)
        elif self._wrong.get(name) != why:
            log.warning("gateway-not-usable", gateway=name, why=why)
            self._wrong[name] = why

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Looks for as long as the service consumes."""

        async def looking() -> None:
            while True:
                await self.look()
                await asyncio.sleep(SECONDS)

        async with going_on(looking()):
            yield
