"""Cli, integrate: the registry itself over the parts in memory, without a server."""

import asyncio
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time

import structlog

from contracts import topology
from contracts.commands import AmendPlan, Command, PublishPlan, RecordUnit, about, verb
from contracts.envelope import encode, wrap
from contracts.plan import Plan
from contracts.unit import Unit
from contracts.verdicts import Verdict
from runtime.clock import SystemClock
from runtime.memory.leases import Bucket, MemoryLeases
from runtime.memory.log import MemoryLog
from runtime.memory.publish import MemoryLatest, MemoryOutbox
from runtime.memory.queue import MemoryQueue
from runtime.memory.server import Server
from runtime.partitions import Partitions
from services.registry.application.memory import Memory
from services.registry.application.working import Carriers, assemble
from services.registry.domain.door import Request, read

SOURCE = "urn:ngayso:offline"
CACHE_BYTES = 100_000_000
DOOR = "operator"


@dataclass
class _Clock(SystemClock):
    """Stands at the moment at which the present message is received."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


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
        self.more = asyncio.Condition()

    async def publish(self, verdict: Verdict, name: str) -> None:  # noqa: ARG002 - as the port
        async with self.more:
            self.verdicts[verdict.command.sequence] = verdict
            self.more.notify_all()

    async def of(self, sequence: int) -> Verdict:
        """The verdict on a command, once it is there."""
        async with self.more:
            await self.more.wait_for(lambda: sequence in self.verdicts)
        return self.verdicts[sequence]

    async def until(self, count: int) -> None:
        """Until so many verdicts were given."""
        async with self.more:
            await self.more.wait_for(lambda: len(self.verdicts) >= count)


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
    outbox = MemoryOutbox(server)
    told = MemoryLatest(server, topology.PARTS)
    carriers = Carriers(log, queue, outbox, heard, told, clock)
    registry, opening = assemble(carriers, Memory(log, CACHE_BYTES))

    async def taken(message: Received) -> tuple[Request, Verdict]:
        """The verdict, once all that follows from the message has been decided too."""
        clock.moment = message.at
        sequence = await queue.send(message.subject, message.body)
        verdict = await heard.of(sequence)
        stored = topology.stored_command(*topology.address(f"0.{message.subject}"))
        request = read(stored, message.body, sequence=sequence, at=message.at)
        if verdict.outcome == "accepted" and isinstance(request.command, PublishPlan | AmendPlan):
            await opened(request.command.plan.id)
        return request, verdict

    async def opened(name: str) -> None:
        before, in_force = len(heard.verdicts), await opening.newest(name)
        await opening.open_plan(name, in_force.revision)
        await heard.until(before + len(in_force.ever))

    partitions = Partitions(queue, MemoryLeases(Bucket()), "offline", registry.work)
    async with partitions.running():
        for unit in units:
            await taken(_received(RecordUnit(record=unit), topology.OPERATOR, clock.moment))
        _, published = await taken(_received(PublishPlan(plan=plan), plan.issuer, clock.moment))
        if published.outcome == "refused":
            return published, []
        return published, [await taken(message) for message in messages]


def _received(command: Command, sender: str, at: datetime) -> Received:
    """A command of ours as it is sent."""
    subject = topology.command(sender, DOOR, verb(type(command)), about(command))
    return Received(subject, encode(wrap(command, id="offline", source=SOURCE)), at)
