"""Runtime, memory: leases whose values end by themselves, as one bucket's clients share them."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from contracts import topology
from runtime.memory.server import reached
from runtime.ports import Lease


@dataclass
class Bucket:
    """What the server holds: each key's lease and when (loop time) it ends; revisions count up
    over all keys. `listeners` are the clients that hear of what is taken and given up.
    """

    revision: int = 0
    held: dict[str, tuple[Lease, float]] = field(default_factory=dict)
    listeners: list[asyncio.Event] = field(default_factory=list)

    def in_force(self) -> dict[str, Lease]:
        now = asyncio.get_running_loop().time()
        return {key: lease for key, (lease, ends) in self.held.items() if ends > now}

    def put(self, key: str, holder: str, expected: int) -> int | None:
        """The new revision; None where the lease in force is another (0: none)."""
        lease = self.in_force().get(key)
        if (lease.revision if lease else 0) != expected:
            return None
        self.revision += 1
        ends = asyncio.get_running_loop().time() + topology.LEASE_SECONDS
        self.held[key] = Lease(holder, self.revision), ends
        return self.revision

    def free(self, key: str, expected: int) -> None:
        if self.put(key, "", expected) is not None:
            del self.held[key]
            self.tell()

    def tell(self) -> None:
        for listener in self.listeners:
            listener.set()


class MemoryLeases:
    """As runtime.ports.Leases: one client of a bucket. Keys end at the moment they should, where
    the server may take a little longer.
    """

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket
        self._news = asyncio.Event()
        bucket.listeners.append(self._news)

    async def take(self, key: str, holder: str) -> int | None:
        revision = await reached(lambda: self._bucket.put(key, holder, 0))
        if revision is not None:
            self._bucket.tell()
        return revision

    async def renew(self, key: str, holder: str, revision: int) -> int | None:
        return await reached(lambda: self._bucket.put(key, holder, revision))

    async def give_up(self, key: str, revision: int) -> None:
        await reached(lambda: self._bucket.free(key, revision))

    async def current(self) -> Mapping[str, Lease]:
        return await reached(self._bucket.in_force)

    async def changed(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._news.wait()
        self._news.clear()
