"""What the registry answers a unit that asks for its parts, once a plan is published."""

import asyncio
from collections.abc import Iterable
from datetime import datetime, time

from cli.integrate.offline import Offline
from contracts import topology
from contracts.plan import Plan
from contracts.unit import Unit
from services.registry.inbound.questions import Questions


def answer_to(unit: str, plan: Plan, units: Iterable[Unit]) -> bytes:
    """As it is sent on the reply subject."""

    async def asked() -> bytes:
        offline = Offline(datetime.combine(plan.issued_on, time(), plan.zone))
        async with offline.running():
            assert (await offline.publish(plan, units)).outcome == "accepted"
            questions = Questions(offline.asking)
            return await questions.part(topology.ask(unit, "part"), plan.id.encode())

    return asyncio.run(asked())
