"""Runtime, memory: hands a durable's messages to a handler, and settles each by the policy."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence

import structlog

from contracts import topology
from runtime.delivery import Delivery, Handler, Key
from runtime.failure import AWAY
from runtime.memory.publish import MemoryOutbox
from runtime.memory.pull import MemoryPuller
from runtime.memory.server import Server, reached
from runtime.policy import Bury, Faults, Graveyard

log = structlog.get_logger()


async def consume(
    server: Server, durable: topology.Durable, handler: Handler, key: Key | None = None
) -> None:
    """Handle each message of a durable, made where there is none; those of one key in order, keys
    at once. Runs until it is cancelled, as by a kill: what is in hand comes again.
    """
    stream = server.streams[durable.stream]
    await reached(lambda: stream.declare(durable))
    puller = MemoryPuller(server, stream, durable.name)
    hand = _Hand(server, puller, durable, handler)
    while True:
        groups: dict[str, list[Delivery]] = defaultdict(list)
        for item in await puller.take(durable.batch):
            groups[key(item) if key else str(item.sequence)].append(item)
        async with asyncio.TaskGroup() as tasks:
            keeping = tasks.create_task(hand.keep())
            await asyncio.gather(*map(hand.in_order, groups.values()))
            keeping.cancel()


class _Hand:
    """What is in hand, told to the stream as being worked on until it is settled."""

    def __init__(
        self, server: Server, puller: MemoryPuller, durable: topology.Durable, handler: Handler
    ) -> None:
        self._puller = puller
        self._durable = durable
        self._handler = handler
        self._graveyard = Graveyard(
            MemoryOutbox(server), durable.service, durable.name, durable.stream
        )
        self._unsettled: dict[int, Delivery] = {}
        self._faults = Faults()

    async def keep(self) -> None:
        while True:
            await asyncio.sleep(self._durable.ack_wait.total_seconds() / 3)
            for item in list(self._unsettled.values()):
                await self._puller.keep(item)

    async def in_order(self, items: Sequence[Delivery]) -> None:
        self._unsettled |= {item.sequence: item for item in items}
        for item in items:
            await self._one(item)
            self._unsettled.pop(item.sequence, None)

    async def _one(self, item: Delivery) -> None:
        try:
            await self._handler(item)
        except Exception as error:
            await self._failed(item, error)
        else:
            await self._puller.acknowledge(item)
            self._faults.forget(item)

    async def _failed(self, item: Delivery, error: Exception) -> None:
        end = self._faults.judge(error, item)
        if isinstance(end, Bury):
            log.error("buried", durable=self._durable.name, sequence=item.sequence, error=error)
            try:
                await self._graveyard.bury(item, item.subject, end)
            except AWAY:
                return
            await self._puller.acknowledge(item)
            self._faults.forget(item)
            return
        await self._puller.put_back(item, end.delay)
