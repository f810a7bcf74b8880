"""Registry, application: follows plans: a command to itself about each unit that one concerns."""

import asyncio

from contracts import topology
from contracts.commands import OpenDuties, verb
from contracts.envelope import encode, wrap
from runtime.failure import Retry
from runtime.ports import Queue
from services.registry.application.memory import Memory

SOURCE = "urn:ngayso:registry"
SENT_AT_ONCE = 50


class Opening:
    """Each fact about a plan says only that it changed: what is opened is its newest revision."""

    def __init__(self, memory: Memory, queue: Queue) -> None:
        self._memory = memory
        self._queue = queue

    async def open_plan(self, plan: str, sequence: int) -> None:
        """Have every unit that the plan ever named follow it; harmless when that is said again.

        `sequence` is that of the plan's fact. Raises Retry while it cannot be read here.
        """
        fold = await self._memory.plans.newest(topology.plan_facts(plan))
        in_force = fold.state.state.newest
        if fold.sequence < sequence:
            raise Retry("the plan is not readable here yet")
        if in_force is None:
            return  # only refusals stand there
        slots = asyncio.Semaphore(SENT_AT_ONCE)

        async def one(unit: str) -> None:
            command = OpenDuties(plan=plan, unit=unit, revision=in_force.revision)
            subject = topology.command(topology.REGISTRY, topology.REGISTRY, verb(OpenDuties), unit)
            name = f"{plan}-{in_force.revision}-{unit}"
            async with slots:
                await self._queue.send(subject, encode(wrap(command, id=name, source=SOURCE)))

        sent = await asyncio.gather(*map(one, sorted(in_force.ever)), return_exceptions=True)
        for error in filter(None, sent):
            if isinstance(error, BaseException):
                raise error
