"""The parts in memory are what their ports say, under several orders of their steps."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest

from contracts import topology
from runtime.delivery import Handler, Key
from runtime.memory.consume import consume
from runtime.memory.leases import Bucket, MemoryLeases
from runtime.memory.log import MemoryLog, MemoryPages
from runtime.memory.publish import MemoryLatest, MemoryOutbox, MemoryTimers
from runtime.memory.pull import MemoryPuller
from runtime.memory.queue import MemoryQueue
from runtime.memory.server import Server
from tests.runtime.specification import handing
from tests.runtime.specification.kept import KeptSpecification
from tests.runtime.specification.leases import LeasesSpecification
from tests.runtime.specification.log import LogSpecification, RestoredLogSpecification
from tests.runtime.specification.outbox import OutboxSpecification
from tests.runtime.specification.quarantine import QuarantineSpecification
from tests.runtime.specification.queue import QueueSpecification
from tests.runtime.specification.timers import TimersSpecification


class _Kept:
    def __init__(self, server: Server) -> None:
        self._events = server.events

    async def write(
        self, subject: str, data: bytes, headers: Mapping[str, str] | None = None
    ) -> None:
        self._events.store(subject, data, headers or {})

    async def restore(self, sequence: int) -> None:
        self._events.restore(sequence)


class TestMemoryLog(LogSpecification, QuarantineSpecification, RestoredLogSpecification):
    @pytest.fixture
    def log(self, server: Server) -> MemoryLog:
        return MemoryLog(server)

    @pytest.fixture
    def kept(self, server: Server) -> _Kept:
        return _Kept(server)


class TestMemoryQueue(QueueSpecification):
    @pytest.fixture
    def queue(self, server: Server) -> MemoryQueue:
        return MemoryQueue(server)


class TestMemoryLeases(LeasesSpecification):
    @pytest.fixture
    def client(self) -> Callable[[], MemoryLeases]:
        bucket = Bucket()
        return lambda: MemoryLeases(bucket)


class TestMemoryTimers(TimersSpecification):
    @pytest.fixture
    def timers(self, server: Server) -> MemoryTimers:
        return MemoryTimers(server)

    @pytest.fixture
    def fired(self, server: Server) -> Any:
        durable = topology.NOTIFIER_REMIND
        stream = server.streams[durable.stream]
        stream.declare(durable)
        puller = MemoryPuller(server, stream, durable.name)

        async def fired(count: int) -> list[bytes]:
            got: list[bytes] = []
            while len(got) < count:
                for item in await puller.take(10):
                    got.append(item.data)
                    await puller.acknowledge(item)
            return got

        return fired


class TestMemoryOutbox(OutboxSpecification):
    @pytest.fixture
    def outbox(self, server: Server) -> MemoryOutbox:
        return MemoryOutbox(server)

    @pytest.fixture
    def sent(self, server: Server) -> Any:
        async def sent() -> list[bytes]:
            return [one.data for one in server.streams["OUTBOX"].records.values()]

        return sent


class TestMemoryKept(KeptSpecification):
    @pytest.fixture
    def latest(self, server: Server) -> MemoryLatest:
        return MemoryLatest(server, topology.PARTS)

    @pytest.fixture
    def pages(self, server: Server) -> MemoryPages:
        return MemoryPages(server, topology.PARTS)


class _Handing:
    def __init__(self, server: Server) -> None:
        self._server = server

    async def send(self, *bodies: bytes) -> None:
        for body in bodies:
            await self._server.publish(handing.SUBJECT, body, {})

    @asynccontextmanager
    async def to(self, handler: Handler, key: Key | None) -> AsyncIterator[None]:
        task = asyncio.create_task(consume(self._server, handing.DURABLE, handler, key))
        yield
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async def settled(self) -> None:
        while self._server.streams["OUTBOX"].records:
            await asyncio.sleep(0.1)

    async def letters(self) -> list[dict[str, Any]]:
        records = self._server.streams["DEAD_LETTERS"].records.values()
        return [json.loads(record.data)["data"] for record in records]


class TestMemoryHanding(handing.HandingSpecification):
    @pytest.fixture
    def handing(self, server: Server) -> _Handing:
        return _Handing(server)
