"""The same queue decided by one registry in peace, one command after the other."""

import asyncio
from datetime import datetime

from contracts.verdicts import Verdict
from runtime.clock import SystemClock
from tests.registry.application.world import Queued, World
from tests.registry.plans import START


class Then(SystemClock):
    """The clock of a command's own receipt."""

    def __init__(self) -> None:
        self.moment = START

    def now(self) -> datetime:
        return self.moment


async def in_peace(queued: list[Queued]) -> dict[int, Verdict]:
    """What one registry answers, given the same queue, each command once the one before it was
    answered.
    """
    clock = Then()
    world = World(clock, opening=False)
    world.start("one")
    for command in queued:
        clock.moment = command.stored_at
        assert await world.queue.send(command.subject, command.data) == command.sequence
        while world.server.commands.records:
            await asyncio.sleep(0.01)
    world.end()
    return world.verdicts()
