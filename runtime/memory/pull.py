"""Runtime, memory: takes messages from one durable of a stream, and settles them."""

import asyncio
from contextlib import suppress

from runtime.delivery import Delivery
from runtime.memory.server import Server, reached
from runtime.memory.stream import Stream
from runtime.ports import Gone


class MemoryPuller:
    """As runtime.ports.Puller. It asks for nothing ahead, as the one of JetStream does, so a late
    owner has less in hand here.
    """

    def __init__(self, server: Server, stream: Stream, durable: str) -> None:
        self._server = server
        self._stream = stream
        self._durable = durable
        self._stopped = False

    async def take(self, most: int) -> list[Delivery]:
        while not self._stopped:
            items, news, seconds = await reached(lambda: self._look(most))
            if items or self._stopped:
                return items
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await news.wait()
        return []

    def _look(self, most: int) -> tuple[list[Delivery], asyncio.Event, float | None]:
        """What is there; where nothing is, what to wait for and how long."""
        durable = self._stream.durables.get(self._durable)
        if durable is None:
            raise Gone(self._durable)
        timer = self._stream.fire()
        now = asyncio.get_running_loop().time()
        items: list[Delivery] = []
        if not self._stopped:
            matching = self._stream.matching(durable.config.filters, durable.seen)
            sequences, last = (r.sequence for r in matching), self._stream.last_sequence
            for number, deliveries in durable.deliver(sequences, last, now, most):
                record = self._stream.records[number]
                items.append(self._server.delivery(self._durable, record, deliveries))
        again = durable.next_due()
        waits = [timer, None if again is None else max(again - now, 0.0)]
        wait = min((one for one in waits if one is not None), default=None)
        return items, self._stream.news, wait

    async def acknowledge(self, item: Delivery) -> None:
        await reached(lambda: self._stream.settle(item.reply, item.sequence))

    async def keep(self, item: Delivery) -> None:
        now = asyncio.get_running_loop().time()
        if (durable := self._stream.durables.get(item.reply)) is not None:
            await reached(lambda: durable.keep(item.sequence, now))

    async def put_back(self, item: Delivery, delay: float) -> None:
        """Deliver it again after so many seconds (real time)."""
        at = asyncio.get_running_loop().time() + delay
        if (durable := self._stream.durables.get(item.reply)) is not None:
            await reached(lambda: durable.put_back(item.sequence, at))
            self._stream.wake()

    async def stop(self) -> None:
        self._stopped = True
        self._stream.wake()
        await asyncio.sleep(0)
