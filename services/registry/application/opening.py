"""Registry, application: follows plans: a command to itself about each unit that one concerns."""

import asyncio

from contracts import topology
from contracts.commands import OpenDuties, verb
from contracts.envelope import encode, wrap
from runtime.failure import Retry
from runtime.ports import Queue
from services.registry.application.memory import Memory
from services.registry.application.run import SOURCE
from services.registry.domain.history.plan_history import PlanInForce

SENT_AT_ONCE = 50


class Opening:
    """Has the units of a plan follow each of its revisions."""

    def __init__(self, memory: Memory, queue: Queue) -> None:
        self._memory = memory
        self._queue = queue

    async def newest(self, plan: str) -> PlanInForce:
        """The newest revision of a plan; raises Retry while there is none."""
        in_force = (await self._memory.plan_since(plan, 0)).newest
        if in_force is None:
            raise Retry(f"plan {plan} is not published")
        return in_force

    async def open_plan(self, plan: str, revision: int) -> None:
        """A command about every unit that the plan named until this revision; harmless when it is
        sent again. Raises Retry while the revision cannot be read here.
        """
        in_force = (await self._memory.plan_since(plan, 0)).at(revision)
        if in_force is None:
            raise Retry(f"revision {revision} of plan {plan} is not readable here yet")
        slots = asyncio.Semaphore(SENT_AT_ONCE)

        async def one(unit: str) -> None:
            command = OpenDuties(plan=plan, unit=unit, revision=revision)
            subject = topology.command(topology.REGISTRY, topology.REGISTRY, verb(OpenDuties), unit)
            event = wrap(command, id=f"{plan}-{revision}-{unit}", source=SOURCE)
            async with slots:
                await self._queue.send(subject, encode(event))

        sent = await asyncio.gather(*map(one, sorted(in_force.ever)), return_exceptions=True)
        for error in sent:
            if error is not None:
                raise error
