"""Replicas of the registry over one server in memory, put together as services/registry/main.py
does it, and what they wrote.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from contracts import topology
from contracts.commands import Command, about, verb
from contracts.envelope import Message, decode, encode, wrap
from contracts.values import Receipt
from contracts.verdicts import VERDICTS, Verdict
from runtime.clock import Clock, SystemClock
from runtime.memory.consume import consume
from runtime.memory.leases import Bucket, MemoryLeases
from runtime.memory.log import MemoryLog
from runtime.memory.publish import MemoryLatest, MemoryOutbox
from runtime.memory.queue import MemoryQueue
from runtime.memory.server import Server
from runtime.partitions import Partitions
from runtime.ports import Stored
from services.registry.application.memory import Memory
from services.registry.application.opening import Opening
from services.registry.application.working import Carriers, Registry, assemble
from services.registry.inbound.plans import Plans
from services.registry.outbound.verdicts import VerdictStream
from tests.registry.plans import START
from tests.stalls import Gate

CACHE_BYTES = 10_000_000
DAYS_A_SECOND = 1.5


class CampaignClock(SystemClock):
    """The campaign runs through its weeks while the loop runs for half a minute."""

    def __init__(self) -> None:
        self._looks = 0

    def now(self) -> datetime:
        self._looks += 1  # no two messages are stored at the same moment
        seconds = asyncio.get_running_loop().time()
        return START + timedelta(days=DAYS_A_SECOND * seconds, microseconds=self._looks)


@dataclass(frozen=True)
class Queued:
    """A command as the queue stored it."""

    sequence: int
    subject: str
    data: bytes
    stored_at: datetime


@dataclass
class Replica:
    gate: Gate
    leave: asyncio.Event
    tasks: list[asyncio.Task[None]]


class World:
    """The server, the replicas by name, and what clients sent and heard."""

    def __init__(self, clock: Clock | None = None, *, opening: bool = True) -> None:
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)  # killed, not faulty
        self.server = Server(clock or CampaignClock())
        self.queue = MemoryQueue(self.server)
        self.log = MemoryLog(self.server)
        self._bucket = Bucket()
        self._opening = opening
        self.replicas: dict[str, Replica] = {}
        self.published: dict[str, list[Verdict]] = defaultdict(list)
        self.archive: list[Queued] = []
        store = self.server.commands.store

        def storing(subject: str, data: bytes, *more: Any, **rest: Any) -> int:
            sequence = store(subject, data, *more, **rest)
            record = self.server.commands.records[sequence]
            at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=record.stored_ns // 1000)
            self.archive.append(Queued(sequence, subject, data, at))
            return sequence

        self.server.commands.store = storing  # type: ignore[method-assign]

    def start(self, name: str, gate: Gate | None = None) -> None:
        """One replica with nothing in its memory."""
        gate = gate or Gate()
        registry, opening = self._assemble(gate)
        queue, leases = gate.through(self.queue), gate.through(self.leases())
        partitions = Partitions(queue, leases, name, registry.work)
        leave = asyncio.Event()

        async def live() -> None:
            async with partitions.running():
                await leave.wait()

        follow = consume(
            self.server, topology.REGISTRY_FOLLOW_PLANS, Plans(self.log, opening).handle
        )
        tasks = [asyncio.create_task(live())]
        if self._opening:
            tasks.append(asyncio.create_task(follow))
        else:
            follow.close()
        self.replicas[name] = Replica(gate, leave, tasks)

    def _assemble(self, gate: Gate) -> tuple[Registry, Opening]:
        own = self.queue if self._opening else _Heard(self.queue)
        log, queue, outbox = map(gate.through, (self.log, own, _Outbox(self)))
        told = gate.through(MemoryLatest(self.server, topology.PARTS))
        verdicts, clock = VerdictStream(outbox), self.server.clock
        carriers = Carriers(log, queue, outbox, verdicts, told, clock)
        return assemble(carriers, Memory(log, CACHE_BYTES))

    def registry(self, gate: Gate) -> Registry:
        """What works on a partition that a test has in its own hand."""
        return self._assemble(gate)[0]

    def leases(self) -> MemoryLeases:
        return MemoryLeases(self._bucket)

    def kill(self, name: str) -> None:
        """Its calls reach nothing from here on, and all it knew is gone."""
        replica = self.replicas.pop(name)
        replica.gate.dead = True
        for task in replica.tasks:
            task.cancel()

    async def leave(self, name: str) -> None:
        """As after SIGTERM."""
        replica = self.replicas.pop(name)
        replica.leave.set()
        live, *others = replica.tasks
        await asyncio.gather(live, return_exceptions=True)  # it may be killed meanwhile
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def send(self, sender: str, command: Command, name: str) -> int:
        subject = topology.command(sender, "system", verb(type(command)), about(command))
        event = encode(wrap(command, id=name, source="urn:test"))
        return await self.queue.send(subject, event)

    async def settled(self, within: float = 90.0) -> None:
        """Until all is decided, what followed from it included."""
        events = self.server.events
        async with asyncio.timeout(within):
            while self.server.commands.records or self._following(events.last_sequence):
                await asyncio.sleep(0.1)

    def _following(self, last: int) -> bool:
        durable = self.server.events.durables.get(topology.REGISTRY_FOLLOW_PLANS.name)
        if durable is None:
            return False
        plans = [r.sequence for r in self.server.events.after("evt.plan.*", durable.seen)]
        return bool(durable.pending or plans)

    def end(self) -> None:
        for name in list(self.replicas):
            self.kill(name)

    def verdicts(self) -> dict[int, Verdict]:
        """The verdict on each command as clients read it."""
        records = self.server.streams[topology.VERDICTS.name].records.values()
        found = [_read(record.data) for record in records]
        return {one.command.sequence: one for one in found if isinstance(one, Verdict)}

    async def history(self) -> list[Stored]:
        return await self.log.read("evt.>")


@lru_cache(10_000)
def _read(data: bytes) -> Message:
    """A verdict as it is published; a test that waits for one looks some thousand times."""
    return decode(data, VERDICTS).data


class _Heard:
    """The queue, into which the registry puts nothing itself: what it once did is replayed."""

    def __init__(self, queue: MemoryQueue) -> None:
        self._queue = queue

    def __getattr__(self, name: str) -> Any:
        return getattr(self._queue, name)

    async def send(self, *_: Any) -> int:
        return 0


class _Outbox:
    """Publishes, and remembers what was published under each name, duplicates included."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._outbox = MemoryOutbox(world.server)

    async def put(self, subject: str, data: bytes, message_id: str) -> None:
        await self._outbox.put(subject, data, message_id)
        with suppress(ValueError):
            verdict = decode(data, VERDICTS).data
            if isinstance(verdict, Verdict):
                self._world.published[message_id].append(verdict)


def said(verdict: Verdict) -> tuple[Any, ...]:
    """What a verdict tells its sender; the moment of the decision may differ.

    Records of two units that name each other are in no order, so which of them is warned that the
    other is not in the directory yet is chance.
    """
    findings = [one for one in verdict.findings if one.code != "link-unknown"]
    return verdict.outcome, tuple(findings), tuple(verdict.facts)


def receipts(history: list[Stored]) -> Iterator[tuple[str, int, Receipt]]:
    """Each fact's subject, message and receipt, in the order of the log."""
    for message in history:
        for event in message.events:
            yield message.subject, message.sequence, event.data.receipt
