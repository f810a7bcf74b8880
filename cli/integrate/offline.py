"""Cli, integrate: the registry itself over the parts in memory, without a server."""

import asyncio
import logging
from collections.abc import Coroutine, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, TypeVar

import structlog

from cli.integrate.beginning import begin
from contracts import topology
from contracts.commands import (
    AmendPlan,
    Command,
    DeclareForceMajeure,
    PublishPlan,
    RecordUnit,
    about,
    verb,
)
from contracts.envelope import encode, wrap
from contracts.parts import PartsAnswered
from contracts.plan import Plan
from contracts.unit import Unit
from contracts.verdicts import Verdict
from runtime.clock import SystemClock
from runtime.memory.leases import Bucket, MemoryLeases
from runtime.memory.log import MemoryLog, MemoryPages
from runtime.memory.publish import MemoryLatest, MemoryOutbox
from runtime.memory.queue import MemoryQueue
from runtime.memory.server import Server
from runtime.partitions import Partitions
from services.registry.application.memory import Memory
from services.registry.application.parts.asking import Asking
from services.registry.application.working import Carriers, assemble
from services.registry.domain.door import Request, read

SOURCE = "urn:ngayso:offline"
CACHE_BYTES = 100_000_000
DOOR = "operator"
T = TypeVar("T")


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
            self.verdicts.setdefault(verdict.command.sequence, verdict)  # the sender's comes first
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


class Offline:
    """A registry over the parts in memory, whose clock stands at what is received last."""

    def __init__(self, start: datetime) -> None:
        self._clock = _Clock(start)
        self.server, self._heard = Server(self._clock), _Heard()
        server = self.server
        self._queue, self.log = MemoryQueue(server), MemoryLog(server)
        outbox, told = MemoryOutbox(server), MemoryLatest(server, topology.PARTS)
        carriers = Carriers(self.log, self._queue, outbox, self._heard, told, self._clock)
        memory = Memory(self.log, CACHE_BYTES)
        registry, self._opening = assemble(carriers, memory)
        parts, verdicts = (
            MemoryPages(server, stream) for stream in (topology.PARTS, topology.VERDICTS)
        )
        self.asking = Asking(self.log, memory, parts, verdicts, self._clock)
        leases = MemoryLeases(Bucket())
        self._partitions = Partitions(self._queue, leases, "offline", registry.work)

    def running(self) -> AbstractAsyncContextManager[None]:
        return self._partitions.running()

    async def take(self, message: Received) -> tuple[Request, Verdict]:
        """The verdict, once all that follows from the message has been decided too."""
        self._clock.moment = message.at
        sequence = await self._queue.send(message.subject, message.body)
        verdict = await self._heard.of(sequence)
        stored = topology.stored_command(*topology.address(f"0.{message.subject}"))
        request = read(stored, message.body, sequence=sequence, at=message.at)
        moves_all = PublishPlan | AmendPlan | DeclareForceMajeure
        if verdict.outcome == "accepted" and isinstance(request.command, moves_all):
            await self._open(about(request.command))
        return request, verdict

    async def _open(self, plan: str) -> None:
        before, in_force = len(self._heard.verdicts), await self._opening.newest(plan)
        await self._opening.open_plan(plan, in_force.revision)
        await self._heard.until(before + len(in_force.ever))

    async def publish(self, plan: Plan, units: Iterable[Unit]) -> Verdict:
        """What is said of the plan over these units, now."""
        for unit in units:
            await self.say(RecordUnit(record=unit), topology.OPERATOR)
        return await self.say(PublishPlan(plan=plan), plan.issuer)

    async def say(self, command: Command, sender: str) -> Verdict:
        """What is said of a command of ours, now."""
        subject = topology.command(sender, DOOR, verb(type(command)), about(command))
        body = encode(wrap(command, id="offline", source=SOURCE))
        return (await self.take(Received(subject, body, self._clock.moment)))[1]


Answers = list[tuple[Request, Verdict]]


def answers(
    plan: Plan, units: Iterable[Unit], messages: Sequence[Received]
) -> tuple[Verdict, Answers]:
    """What the registry says of the plan, published at the start of its day of issue over these
    units, and then of each message in turn.
    """

    async def published() -> tuple[Verdict, Answers]:
        offline = Offline(datetime.combine(plan.issued_on, time(), plan.zone))
        async with offline.running():
            verdict = await offline.publish(plan, units)
            refused = verdict.outcome == "refused"
            return verdict, [] if refused else [await offline.take(one) for one in messages]

    return quietly(published())


def answers_of_part(told: PartsAnswered, messages: Sequence[Received]) -> Answers:
    """What the registry says of each message of a unit, by what the unit was told of its parts, of
    which there is one at least. What it declared and reported before is not among that.
    """

    async def begun() -> Answers:
        offline = Offline(told.parts[0].published_at)
        await begin(offline.log, told)
        async with offline.running():
            return [await offline.take(one) for one in messages]

    return quietly(begun())


def quietly(work: Coroutine[Any, Any, T]) -> T:
    """The registry's own log says nothing here."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    return asyncio.run(work)
