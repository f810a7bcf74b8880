"""An office that orders something about its plan's messages."""

import asyncio

from contracts import topology
from contracts.brake import Which
from contracts.facts import MessagesCancelled, MessagesHeld, MessagesResumed
from services.notifier.domain.stops import brake
from services.notifier.domain.stops.brake import Brake
from tests.notifier.application.trial import PLAN
from tests.notifier.campaign import receipt


class Office:
    """What the office of each plan ordered, and when."""

    def __init__(self, trial):
        self.trial, self.said = trial, []

    async def order(self, kind, plan_id=PLAN, **fields):
        now = self.trial.clock.now()
        fact = kind(plan=plan_id, reason="Sai ngày", receipt=receipt(now), **fields)
        await self.trial.append(topology.plan_facts(plan_id), fact)
        self.said.append((asyncio.get_running_loop().time(), fact))

    async def hold(self, **which):
        name = f"dung-{len(self.said)}"
        await self.order(MessagesHeld, order=name, which=Which(**which))
        return name

    async def cancel(self, until, **which):
        name = f"huy-{len(self.said)}"
        await self.order(MessagesCancelled, order=name, which=Which(**which), until=until)

    async def resume(self, *names, plan_id=PLAN):
        await self.order(MessagesResumed, plan_id, orders=list(names))

    def standing(self, plan_id, before):
        """What the plan's office had ordered by a moment of the loop."""
        found = Brake()
        for moment, fact in self.said:
            if fact.plan == plan_id and moment < before:
                found = brake.evolve(found, fact)
        return found
