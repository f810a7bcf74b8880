"""Given: a log in memory as a source and a target, places, and histories of appends."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from obstore.store import MemoryStore

from cli.backup.archive import Archive
from cli.backup.place import Place
from cli.backup.record import EPOCH, Record, record_of
from cli.backup.source import Stream
from cli.backup.take import LOG, take
from contracts import topology
from contracts.envelope import BATCH_JSON, batch_of
from runtime.clock import ScaledClock
from runtime.delivery import EXPECTED
from runtime.memory.server import Server
from runtime.memory.stream import Record as Kept
from tests.runtime.specification.log import held

NOW = datetime(2022, 10, 5, 2, tzinfo=UTC)
SUBJECTS = (
    topology.unit_facts("p", "ba-to"),
    topology.unit_facts("p", "ly-son"),
    topology.message_facts("p", "ba-to"),
    topology.directory_facts("ba-to"),
    topology.directory_facts("ly-son"),
    topology.plan_facts("p"),
)


class HandClock(ScaledClock):
    """Real and campaign time are one, and stand until they are moved."""

    def __init__(self, moment: datetime = NOW) -> None:
        super().__init__(NOW, NOW, 1.0)
        object.__setattr__(self, "moment", moment)

    def now(self) -> datetime:
        moment: datetime = vars(self)["moment"]
        return moment

    def pass_by(self, seconds: int) -> None:
        object.__setattr__(self, "moment", self.now() + timedelta(seconds=seconds))


class Memory:
    """As cli.backup.source.Source and cli.backup.restoring.refill.Target: one copy, in memory."""

    def __init__(self, clock: HandClock | None = None) -> None:
        self.clock = clock or HandClock()
        self.server = Server(self.clock)

    async def append(self, subject: str, *names: str) -> int:
        """What a service does: an append after what it has read."""
        events = self.server.events
        last = events.last(topology.lock_of(subject))
        headers = {EXPECTED: str(last.sequence if last else 0), "Content-Type": BATCH_JSON}
        self.clock.pass_by(1)
        lock = topology.lock_of(subject)
        return events.store(subject, batch_of([held(name) for name in names]), headers, lock=lock)

    def records(self) -> list[Record]:
        return [_record(one) for one in self.server.events.records.values()]

    async def stream(self, name: str) -> Stream:
        if name not in self.server.streams:
            return Stream(0, 0, EPOCH, ("memory",), ())
        stream = self.server.streams[name]
        return Stream(len(stream.records), stream.last_sequence, EPOCH, ("memory",), ())

    @asynccontextmanager
    async def copy(self, name: str, server: str, after: int) -> AsyncIterator["_Copy"]:
        assert server == "memory"
        yield _Copy([*self.server.streams[name].records.values()], after)

    async def put(self, records: Sequence[Record]) -> list[int]:
        self.clock.pass_by(1)
        locks = [None if one.previous is None else one.lock for one in records]
        return [
            self.server.events.store(one.subject, one.data, one.restored_headers, lock=lock)
            for one, lock in zip(records, locks, strict=True)
        ]

    async def remove(self, sequence: int) -> None:
        self.server.events.delete(sequence)


class _Copy:
    def __init__(self, records: list[Kept], after: int) -> None:
        self._records = records
        self._after = after

    async def until(self, sequence: int) -> list[Record]:
        found = [_record(one) for one in self._records if self._after < one.sequence <= sequence]
        self._after = sequence
        return found


def _record(kept: Kept) -> Record:
    return record_of(kept.sequence, kept.subject, kept.stored_ns, kept.headers, kept.data)


def nothing() -> None:
    """Nobody watches."""


def place() -> Place:
    return Place("memory", MemoryStore())


async def add(memory: Memory, where: Place) -> Archive:
    """One run of the backup; what then lies there, read anew."""
    await take(memory, Archive(where), NOW, nothing)
    return Archive(where)


def kept(archive: Archive) -> list[Record]:
    return list(archive.records(LOG))


def in_memory(work) -> None:
    """Run a coroutine whose events need a loop of their own."""
    asyncio.run(work)
