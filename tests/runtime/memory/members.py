"""Members that share the partitions of a queue, with a worker that only writes down what it saw."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from contracts import topology
from runtime.memory.leases import Bucket, MemoryLeases
from runtime.memory.log import MemoryLog
from runtime.memory.queue import MemoryQueue
from runtime.memory.server import Server
from runtime.owned import OwnedPartition
from runtime.partitions import Partitions
from runtime.ports import Conflict, Log
from tests.runtime.specification.log import held, names
from tests.seeded import LoopClock
from tests.stalls import Gate

WORK_SECONDS = 0.02


def history(about: str) -> str:
    return topology.unit_facts("plan", about)


@dataclass
class Member:
    gate: Gate
    task: asyncio.Task[None]
    leave: asyncio.Event
    partitions: Partitions


class Group:
    """The shared server, and the members by their names."""

    def __init__(self) -> None:
        self.server = Server(LoopClock())
        self.queue = MemoryQueue(self.server)
        self.log = MemoryLog(self.server)
        self._bucket = Bucket()
        self.members: dict[str, Member] = {}
        self.sent: dict[int, tuple[str, float]] = {}
        self.recorded: dict[int, float] = {}

    def start(self, name: str, gate: Gate | None = None) -> None:
        """A process of this name; it may have had a former life."""
        gate = gate or Gate()
        leases = gate.through(self.leases())
        worker = _Worker(self, gate.through(self.log))
        partitions = Partitions(gate.through(self.queue), leases, name, worker.work)
        leave = asyncio.Event()

        async def live() -> None:
            async with partitions.running():
                await leave.wait()

        self.members[name] = Member(gate, asyncio.create_task(live()), leave, partitions)

    def leases(self) -> MemoryLeases:
        return MemoryLeases(self._bucket)

    def kill(self, name: str) -> None:
        member = self.members.pop(name)
        member.gate.dead = True
        member.task.cancel()

    async def leave(self, name: str) -> None:
        member = self.members.pop(name)
        member.leave.set()
        await asyncio.gather(member.task, return_exceptions=True)

    async def send(self, about: str) -> int:
        subject = topology.command("u", "system", "submit-report", about)
        sequence = await self.queue.send(subject, b"x")
        self.sent[sequence] = about, asyncio.get_running_loop().time()
        return sequence

    async def settled(self, within: float) -> None:
        """Until every command was written down and let go."""
        async with asyncio.timeout(within):
            while self.server.commands.records:
                await asyncio.sleep(0.05)

    async def written(self, about: str) -> list[int]:
        return [int(name) for name in names(await self.log.read(history(about)))]

    def delays(self) -> dict[int, float]:
        return {n: self.recorded[n] - at for n, (_, at) in self.sent.items()}

    def owned(self) -> list[int]:
        return sorted(n for one in self.members.values() for n in one.partitions.owned)


@asynccontextmanager
async def group(members: Sequence[str], gates: Sequence[Gate] = ()) -> AsyncIterator[Group]:
    """A group that works, once every partition has an owner."""
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)  # the killed are not mourned
    found = Group()
    for name, gate in zip(members, gates or [Gate() for _ in members], strict=True):
        found.start(name, gate)
    try:
        yield found
    finally:
        for name in list(found.members):
            found.kill(name)


class _Worker:
    """Writes each command's number once behind those about the same unit: the rules that a real
    decider keeps, with nothing to decide.
    """

    def __init__(self, group: Group, log: Log) -> None:
        self._group = group
        self._log = log

    async def work(self, partition: OwnedPartition) -> None:
        ours: dict[str, tuple[set[int], int]] = {}
        while items := await partition.take(4):
            for item in items:
                about = topology.address(item.subject).about
                await asyncio.sleep(WORK_SECONDS)
                if not await self._record(partition, ours, about, item.sequence):
                    return
                await partition.acknowledge(item)

    async def _record(
        self,
        partition: OwnedPartition,
        ours: dict[str, tuple[set[int], int]],
        about: str,
        number: int,
    ) -> bool:
        """False where the partition turns out to be another's. `ours` are histories that were
        appended to under this lease: only those are known without reading.
        """
        while True:
            seen, last = ours.get(about) or await self._read(about)
            if number in seen:
                return True
            try:
                last = await self._log.append(history(about), [held(str(number))], last)
            except Conflict:
                ours.pop(about, None)
                if not await partition.confirm():
                    return False
                continue
            ours[about] = {*seen, number}, last
            self._group.recorded.setdefault(number, asyncio.get_running_loop().time())
            return True

    async def _read(self, about: str) -> tuple[set[int], int]:
        stored = await self._log.read(history(about))
        return set(map(int, names(stored))), stored[-1].sequence if stored else 0
