"""A registry in peace: the directory is recorded and the plan published; parts of it may fail."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from contracts.commands import DeclareActivity, PublishPlan, RecordUnit
from contracts.topology import OPERATOR
from contracts.verdicts import Verdict
from tests.registry.application.world import World
from tests.registry.plans import BA_TO, PROVINCE, activity, plan, units
from tests.seeded import LoopClock

PLAN = "cds-2022"
Appending = Callable[[str, Sequence[bytes]], Awaitable[None]]


class Appends:
    """The log, with something that happens before each append: it may wait, or fail."""

    def __init__(self, log: Any) -> None:
        self._log = log
        self.before: Appending = nothing

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)

    async def append(self, subject: str, events: Sequence[bytes], expected: int) -> int:
        await self.before(subject, events)
        return await self._log.append(subject, events, expected)


async def nothing(subject: str, events: Sequence[bytes]) -> None:
    """As in peace."""


async def founded(*replicas: str, opening: bool = True, published: bool = True) -> World:
    """A world whose loop is the clock, with these replicas (one if none is named)."""
    world = World(LoopClock(), opening=opening)
    world.log = Appends(world.log)  # type: ignore[assignment]
    for name in replicas or ("r",):
        world.start(name)
    for record in units():
        await world.send(OPERATOR, RecordUnit(record=record), f"record-{record.id}")
    if published:
        await world.send(PROVINCE, PublishPlan(plan=plan()), "publish")
    await world.settled()
    return world


async def declare(world: World, name: str, unit: str = BA_TO, **fields: Any) -> int:
    """A unit declares an activity of this name; the command's sequence."""
    command = DeclareActivity(plan=PLAN, unit=unit, activity=activity(name, **fields))
    return await world.send(unit, command, name)


async def answered(world: World, number: int, within: float) -> Verdict:
    """The verdict on a command, as soon as there is one."""
    async with asyncio.timeout(within):
        while number not in world.verdicts():
            await asyncio.sleep(0.02)
    return world.verdicts()[number]
