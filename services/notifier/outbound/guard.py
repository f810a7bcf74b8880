"""Notifier, outbound: the one way out: whoever is not to be written to is not, by any provider."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from services.notifier.application.ports import Connection, Provider
from services.notifier.domain.handover import Handover, Refused
from services.notifier.domain.letter import Letter
from services.notifier.domain.stops.only_to import OnlyTo, played, simulated

log = structlog.get_logger()

TEST_MODE = "test-mode"


@dataclass(frozen=True)
class Guard:
    """Stands before every provider. Without a list everybody may be written to; what is for the
    simulator goes to no provider in either case.
    """

    provider: Provider
    only: OnlyTo | None
    seen: set[str] = field(default_factory=set)
    """Letters that the simulator delayed once."""

    @asynccontextmanager
    async def connect(self) -> AsyncIterator["GuardedConnection"]:
        async with self.provider.connect() as connection:
            yield GuardedConnection(self, connection)


@dataclass(frozen=True)
class GuardedConnection:
    """A provider's connection behind the guard."""

    guard: Guard
    connection: Connection

    async def hand_over(self, letter: Letter, address: str, at: datetime) -> Handover:
        if simulated(address):
            again = letter.id in self.guard.seen
            self.guard.seen.add(letter.id)
            return played(address, again=again)
        only = self.guard.only
        if only is not None and not only.allows(letter.channel, address):
            return Refused(TEST_MODE)
        return await self.connection.hand_over(letter, address, at)


@asynccontextmanager
async def announced(only: OnlyTo | None) -> AsyncIterator[None]:
    """A system under test says so as it starts; the log names no address."""
    if only is not None:
        counts = {name: len(getattr(only, name)) for name in ("addresses", "domains", "numbers")}
        log.warning("test-mode", **counts)
    yield
