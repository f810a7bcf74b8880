"""Runtime, owned: a partition of the queue in one replica's hand, as long as its lease lasts."""

import asyncio

import structlog

from contracts import topology
from runtime.delivery import Delivery
from runtime.ports import Gone, Lease, Leases, Puller

log = structlog.get_logger()

KEEP_SECONDS = topology.DECIDE_ACK_WAIT.total_seconds() / 3
REMEMBER_SECONDS = topology.DECIDE_ACK_WAIT.total_seconds() * 2


class OwnedPartition:
    """A partition in hand.

    `lost`: another replica may have it, so nothing may be answered or acknowledged any more.
    """

    def __init__(self, puller: Puller, leases: Leases, key: str, lease: Lease) -> None:
        self._puller = puller
        self._leases = leases
        self._key = key
        self._lease = lease
        self._renewing = asyncio.Lock()
        self._in_hand: dict[int, Delivery] = {}
        self._answered: dict[int, float] = {}
        self.lost = False
        self.left = asyncio.Event()

    @property
    def leaving(self) -> bool:
        """Whether it is time to stop."""
        return self.left.is_set()

    async def take(self, most: int) -> list[Delivery]:
        """The next commands in the order of their storing; none when it is time to stop.

        A command that is in hand already is not given twice; nor is one whose acknowledgement got
        lost, which would come to stand behind what waits for it.
        """
        while not self.leaving:
            try:
                items = await self._puller.take(most)
            except Gone:
                await self.lose()
                break
            new = [item for item in items if not await self._had(item)]
            self._in_hand |= {item.sequence: item for item in new}
            if new:
                return new
        return []

    async def _had(self, item: Delivery) -> bool:
        """Whether the command was taken before; one that was answered is acknowledged again."""
        if item.sequence in self._answered:
            await self.acknowledge(item)
            return True
        return item.sequence in self._in_hand

    async def acknowledge(self, item: Delivery) -> None:
        """It has been answered."""
        if not self.lost:
            await self._puller.acknowledge(item)
        self._in_hand.pop(item.sequence, None)
        self._remember(item.sequence)

    def _remember(self, sequence: int) -> None:
        """For as long as it could come again."""
        now = asyncio.get_running_loop().time()
        self._answered.pop(sequence, None)
        self._answered[sequence] = now
        while now - next(iter(self._answered.values())) > REMEMBER_SECONDS:
            del self._answered[next(iter(self._answered))]

    async def confirm(self) -> bool:
        """Renew the lease by its revision; False, and lost, where it is not ours any more."""
        async with self._renewing:
            if self.lost:
                return False
            revision = await self._leases.renew(self._key, self._lease.holder, self._lease.revision)
            if revision is not None:
                self._lease = Lease(self._lease.holder, revision)
                return True
        await self.lose()
        return False

    async def lose(self) -> None:
        """Somebody else has the partition: stop at once."""
        if not self.lost:
            log.warning("lease-lost", key=self._key)
        self.lost = True
        await self.leave()

    async def leave(self) -> None:
        """Take nothing more; a running pull is not waited for."""
        if not self.leaving:
            self.left.set()
            await self._puller.stop()

    async def end(self) -> None:
        """Give the lease up, once all work has ended; harmless where it is not ours any more."""
        await self.leave()
        async with self._renewing:
            await self._leases.give_up(self._key, self._lease.revision)

    async def keep(self) -> None:
        """What waits in hand is not delivered again meanwhile; runs until it is cancelled."""
        while True:
            await asyncio.sleep(KEEP_SECONDS)
            for item in list(self._in_hand.values()):
                await self._puller.keep(item)
