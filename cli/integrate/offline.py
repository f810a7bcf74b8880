"""Cli, integrate: the registry itself over the parts in memory, without a server."""

import asyncio
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time

import structlog

from contracts import topology
from contracts.commands import Command, PublishPlan, RecordUnit, about, verb
from contracts.envelope import encode, wrap
from contracts.plan import Plan
from contracts.unit import Unit
from contracts.verdicts import Verdict
from runtime.delivery import Delivery
from runtime.memory.consume import consume
from runtime.memory.leases import Bucket, MemoryLeases
from runtime.memory.log import MemoryLog
from runtime.memory.publish import MemoryOutbox
from runtime.memory.queue import MemoryQueue
from runtime.memory.server import Server
from runtime.partitions import Partitions
from runtime.policy import Graveyard
from services.registry.application.answering import NAME
from services.registry.application.deciding import Deciding
from services.registry.application.judging import Judging
from services.registry.application.memory import Memory
from services.registry.application.opening import Opening
from services.registry.domain.door import Request, read
from services.registry.inbound.plans import Plans

SOURCE = "urn:ngayso:offline"
CACHE_BYTES = 100_000_000
DOOR = "operator"


@dataclass
class _Clock:
    """Stands at the moment at which the present message is received."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment

    def campaign(self, real: datetime) -> datetime:
        return real

    def real(self, moment: datetime) -> datetime:
        return moment


@dataclass(frozen=True)
class Received:
    """A message by its subject, and when it is received."""

    subject: str
    body: bytes
    at: datetime


class _Heard:
    """The verdicts in the order in which they were given."""

    def __init__(self) -> None:
        self.verdicts: dict[int, Verdict] = {}
        self.more = asyncio.Event()

    async def publish(self, verdict: Verdict, name: str) -> None:  # noqa: ARG002 - as the port
        self.verdicts[verdict.command.sequence] = verdict
        self.more.set()

    async def of(self, sequence: int) -> Verdict:
        while sequence not in self.verdicts:
            self.more.clear()
            await self.more.wait()
        return self.verdicts[sequence]


def answers(
    plan: Plan, units: Iterable[Unit], messages: Sequence[Received]
) -> tuple[Verdict, list[tuple[Request, Verdict]]]:
    """What the registry says of the plan, published at the start of its day of issue over these
    units, and then of each message in turn.
    """
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    return asyncio.run(_answers(plan, units, messages))


async def _answers(
    plan: Plan, units: Iterable[Unit], messages: Sequence[Received]
) -> tuple[Verdict, list[tuple[Request, Verdict]]]:
    clock = _Clock(datetime.combine(plan.issued_on, time(), plan.zone))
    server, heard = Server(clock), _Heard()
    queue, log = MemoryQueue(server), MemoryLog(server)
    memory = Memory(log, CACHE_BYTES)
    graveyard = Graveyard(MemoryOutbox(server), topology.REGISTRY, NAME, topology.COMMANDS.name)
    deciding = Deciding(log, memory, Judging(memory, queue), heard, graveyard, clock)
    partitions = Partitions(queue, MemoryLeases(Bucket()), "offline", deciding.decide)
    opening = Plans(Opening(memory, queue))

    def by_plan(item: Delivery) -> str:
        return item.subject

    async def send(command: Command, sender: str) -> Verdict:
        subject = topology.command(sender, DOOR, verb(type(command)), about(command))
        event = wrap(command, id="offline", source=SOURCE)
        return await heard.of(await queue.send(subject, encode(event)))

    async with partitions.running():
        following = asyncio.create_task(
            consume(server, topology.REGISTRY_FOLLOW_PLANS, opening.handle, by_plan)
        )
        for unit in units:
            await send(RecordUnit(record=unit), topology.OPERATOR)
        published = await send(PublishPlan(plan=plan), plan.issuer)
        answered = []
        for message in messages if published.outcome != "refused" else []:
            clock.moment = message.at
            sequence = await queue.send(message.subject, message.body)
            verdict = await heard.of(sequence)
            stored = topology.stored_command(*topology.address(f"0.{message.subject}"))
            request = read(stored, message.body, sequence=sequence, at=message.at)
            answered.append((request, verdict))
        following.cancel()
    return published, answered
