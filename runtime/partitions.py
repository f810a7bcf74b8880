"""Runtime, partitions: who works on which partition of the queue, fenced by leases.

Each replica holds a key of its own while it lives; the partitions are dealt out over the replicas
in the order of their names. Whoever takes a partition's lease reads it by a durable that is named
after the lease's revision, so that a former owner's pulls and acknowledgements reach nothing.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

import structlog

from contracts import topology
from runtime.failure import AWAY
from runtime.lasting import Lasting
from runtime.owned import OwnedPartition
from runtime.ports import Lease, Leases, Overlap, Queue

log = structlog.get_logger()

BEAT_SECONDS = topology.LEASE_SECONDS / 6
"""How often leases are renewed, and looked at: a dead replica's are free LEASE_SECONDS after its
last beat, and taken by the next one."""
MEMBER, PARTITION = "member.", "partition."

Work = Callable[[OwnedPartition], Awaitable[None]]
"""Works on one partition until `take` gives nothing; what it has begun it finishes first."""


class Partitions:
    """This replica's share of the partitions."""

    def __init__(self, queue: Queue, leases: Leases, name: str, work: Work) -> None:
        self._queue = queue
        self._leases = leases
        self._name = name
        self._work = work
        self._member: int | None = None
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._owned: dict[int, OwnedPartition] = {}
        self._beating: asyncio.Task[None] | None = None
        self._beaten = 0.0
        self._leaving = False
        self._away, self._failing = Lasting("leases-away"), Lasting("partition-failed")

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Take part from here to the end of the block, and leave without losing time."""
        rhythm = asyncio.create_task(self._beat_on())
        try:
            yield
        finally:
            rhythm.cancel()
            await asyncio.gather(rhythm, return_exceptions=True)
            await self._leave()

    def alive(self) -> bool:
        """Whether the leases were looked at a moment ago."""
        return asyncio.get_running_loop().time() - self._beaten < topology.LEASE_SECONDS

    @property
    def owned(self) -> list[int]:
        """The numbers of the partitions in hand."""
        return sorted(self._owned)

    async def _beat_on(self) -> None:
        while True:
            self._beating = asyncio.create_task(self._beat())
            try:
                # A renewal that is cut off may have happened: its revision must be known to leave.
                await asyncio.shield(self._beating)
                self._beaten = asyncio.get_running_loop().time()
                self._away.over()
                await self._leases.changed(BEAT_SECONDS)
            except Exception as error:  # who stops looking loses all partitions, and is never told
                fault = None if isinstance(error, AWAY) else error
                self._away.goes_on(error=repr(error), exc_info=fault)
                await asyncio.sleep(BEAT_SECONDS)

    async def _beat(self) -> None:
        await self._live()
        leases = await self._leases.current()
        mine = self._share(leases)
        await asyncio.gather(*(owned.confirm() for owned in self._owned.values()))
        for number, owned in list(self._owned.items()):
            if number not in mine:
                await owned.leave()
        for number in mine - self._tasks.keys():
            lease = leases.get(f"{PARTITION}{number}")
            if lease is None or lease.holder == self._name:  # ours of a former life
                self._tasks[number] = asyncio.create_task(self._hold(number, lease))

    async def _live(self) -> None:
        """Say that this replica is there."""
        key = MEMBER + self._name
        if self._member is not None:
            self._member = await self._leases.renew(key, self._name, self._member)
        if self._member is None:
            self._member = await self._leases.take(key, self._name)
        if self._member is None and (former := (await self._leases.current()).get(key)):
            self._member = await self._leases.renew(key, self._name, former.revision)

    def _share(self, leases: Mapping[str, Lease]) -> set[int]:
        members = {key.removeprefix(MEMBER) for key in leases if key.startswith(MEMBER)}
        order = sorted(members | {self._name})
        mine = order.index(self._name)
        return {n for n in range(topology.PARTITIONS) if n % len(order) == mine}

    async def _hold(self, number: int, former: Lease | None) -> None:
        """Take the lease, fence whoever had it, and work until the partition is left or lost."""
        try:
            owned = await self._acquire(number, former)
            if owned is not None and self._leaving:
                await owned.end()
            elif owned is not None:
                await self._work_on(number, owned)
        except Exception as error:
            fault = None if isinstance(error, AWAY) else error
            self._failing.goes_on(error=repr(error), exc_info=fault)
        finally:
            self._tasks.pop(number, None)

    async def _acquire(self, number: int, former: Lease | None) -> OwnedPartition | None:
        key = f"{PARTITION}{number}"
        if former is not None:
            revision = await self._leases.renew(key, self._name, former.revision)
        else:
            revision = await self._leases.take(key, self._name)
        if revision is None:
            return None
        durable = topology.decider(number, revision)
        if not await self._fence(number, revision, durable):
            await self._leases.give_up(key, revision)
            return None
        return OwnedPartition(
            self._queue.pull(durable), self._leases, key, Lease(self._name, revision)
        )

    async def _fence(self, number: int, revision: int, durable: str) -> bool:
        """Replace the durables of earlier leases by our own; False where a later one is there."""
        family = topology.decider(number, 0).removesuffix("0")
        while True:
            for name in await self._queue.durables():
                if not name.startswith(family):
                    continue
                theirs = int(name.removeprefix(family))
                if theirs > revision:
                    return False
                if theirs < revision:
                    await self._queue.delete(name)
            try:
                await self._queue.create(durable, number)
            except Overlap:
                continue  # another made its own meanwhile; which is later, the next look tells
            return True

    async def _work_on(self, number: int, owned: OwnedPartition) -> None:
        self._failing.over()
        log.info("partition-taken", partition=number)
        self._owned[number] = owned
        keeping = asyncio.create_task(owned.keep())
        try:
            await self._work(owned)
        finally:
            keeping.cancel()
            self._owned.pop(number, None)
            await owned.end()
            log.info("partition-left", partition=number, lost=owned.lost)

    async def _leave(self) -> None:
        """The own key first, so that the others deal the partitions out without us."""
        self._leaving = True
        if self._beating is not None:
            await asyncio.gather(self._beating, return_exceptions=True)
        with contextlib.suppress(*AWAY):
            if self._member is not None:
                await self._leases.give_up(MEMBER + self._name, self._member)
        await asyncio.gather(*(owned.leave() for owned in self._owned.values()))
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
