"""A connection that loses what was on its way: the queue's order holds all the same."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from faststream.nats import NatsBroker

from contracts import topology
from deploy.local.process import Process
from runtime.clock import SystemClock
from runtime.jetstream.connection import js, make_broker
from runtime.jetstream.queue import StreamPuller, StreamQueue
from runtime.jetstream.streams import declare
from runtime.ports import Gone
from runtime.settings import RuntimeSettings

pytestmark = pytest.mark.servers
UNIT = next(f"u-{n}" for n in range(100) if topology.partition(f"u-{n}") == 0)
SUBJECT = topology.command("u", "system", "submit-report", UNIT)
WITHIN = 20


class Line:
    """A line to a server that can be made to lose what comes down it, and be cut."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._writers: list[asyncio.StreamWriter] = []
        self.losing = False

    async def connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._port)
        self._writers += [writer, far_writer]
        await asyncio.gather(
            self._pass(reader, far_writer, down=False), self._pass(far_reader, writer, down=True)
        )

    async def _pass(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, down: bool
    ) -> None:
        with suppress(OSError):
            while data := await reader.read(65536):
                if not (down and self.losing):
                    writer.write(data)
                    await writer.drain()
        writer.close()

    def cut(self) -> None:
        for writer in self._writers:
            writer.close()
        self._writers.clear()
        self.losing = False


@asynccontextmanager
async def broker_at(url: str) -> AsyncIterator[NatsBroker]:
    broker = make_broker(RuntimeSettings(nats_url=url), "tests")
    await broker.connect()
    try:
        yield broker
    finally:
        await broker.stop()


async def taken(puller: StreamPuller, count: int) -> list[bytes]:
    """So many commands; raises Gone."""
    found: list[bytes] = []
    async with asyncio.timeout(WITHIN):
        while len(found) < count:
            for item in await puller.take(1):
                found.append(item.data)
                await puller.acknowledge(item)
    return found


async def test_a_delivery_that_was_lost_is_not_overtaken(own_nats: Process) -> None:
    """It would come again after ack_wait, behind what was stored after it. The puller sees the gap
    and gives the durable up; the next owner's brings all in order.
    """
    line = Line(int(own_nats.url.rpartition(":")[2]))
    server = await asyncio.start_server(line.connect, "127.0.0.1", 0)
    through = f"nats://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with broker_at(own_nats.url) as direct, broker_at(through) as lossy:
        await declare(js(direct), replicas=1)
        queue = StreamQueue(direct, SystemClock())
        await queue.create(topology.decider(0, 1), 0)
        puller = StreamQueue(lossy, SystemClock()).pull(topology.decider(0, 1))
        await queue.send(SUBJECT, b"first")
        assert await taken(puller, 1) == [b"first"]

        line.losing = True
        await queue.send(SUBJECT, b"lost")
        info = await js(direct).consumer_info("COMMANDS", topology.decider(0, 1))
        while not info.num_ack_pending:
            info = await js(direct).consumer_info("COMMANDS", topology.decider(0, 1))
        line.cut()
        await queue.send(SUBJECT, b"newer")
        with pytest.raises(Gone):
            await taken(puller, 1)

        await queue.delete(topology.decider(0, 1))
        await queue.create(topology.decider(0, 2), 0)
        assert await taken(queue.pull(topology.decider(0, 2)), 2) == [b"lost", b"newer"]
    server.close()
