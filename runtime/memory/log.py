"""Runtime, memory: the log of record, as the bytes that JetStream would keep; streams by page."""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from datetime import datetime
from itertools import islice

from contracts import topology
from contracts.envelope import BATCH_JSON, batch_of
from contracts.facts import RecordQuarantined
from runtime.clock import from_ns
from runtime.delivery import EXPECTED, Delivery, restored_at
from runtime.memory.server import Server, reached
from runtime.memory.stream import Record, WrongSequence
from runtime.ports import Conflict, Held, Log, Place, Stored
from runtime.reading import EVERY_QUARANTINE, LOOK_AGAIN_SECONDS, Reader, Written

PAGE = 500
MOST_BYTES = 4 * 1024 * 1024


class MemoryLog(Log):
    """As runtime.ports.Log. The copy that answers is never behind."""

    def __init__(self, server: Server, most_bytes: int = MOST_BYTES) -> None:
        self._server = server
        self._most_bytes = most_bytes
        self._reader = Reader(self._quarantines)

    @property
    def most_bytes(self) -> int:
        return self._most_bytes

    async def append(self, subject: str, events: Sequence[bytes], expected: int) -> int:
        body = batch_of(events)
        headers = {EXPECTED: str(expected), "Content-Type": BATCH_JSON}
        lock = topology.lock_of(subject)
        try:
            return await reached(
                lambda: self._server.events.store(subject, body, headers, lock=lock)
            )
        except WrongSequence:
            last = await reached(lambda: self._server.events.last(subject))
            if last is not None and last.data == body:
                return last.sequence
            raise Conflict(subject) from None

    async def last(self, subject: str) -> Place | None:
        last = await reached(lambda: self._server.events.last(subject))
        return None if last is None else Place(last.sequence, self._at(last))

    async def pages(
        self, subject: str, after: int = 0, *, lenient: bool = False, through: int | None = None
    ) -> AsyncGenerator[list[Stored], None]:
        async for page in self._pages(subject, after):
            read = await self._reader.read(map(self._written, page), lenient=lenient)
            yield [one for one in read if through is None or one.sequence <= through]

    async def read_all(
        self,
        pattern: str,
        after: int = 0,
        until: datetime | None = None,
        *,
        lenient: bool = False,
    ) -> AsyncIterator[Stored]:
        async for page in self._pages(pattern, after):
            for one in map(self._written, page):
                if until is not None and one.stored_at > until:
                    return
                [stored] = await self._reader.read([one], lenient=lenient)
                yield stored

    async def _pages(self, pattern: str, after: int) -> AsyncGenerator[list[Record], None]:
        page: list[Record] | None = None
        while page is None or len(page) == PAGE:
            page = await reached(lambda: self._page(pattern, after))  # noqa: B023 - called at once
            after = page[-1].sequence if page else after
            yield page

    def _page(self, pattern: str, after: int) -> list[Record]:
        return list(islice(self._server.events.after(pattern, after), PAGE))

    def _written(self, one: Record) -> Written:
        return Written(one.subject, one.sequence, one.headers, one.data, self._at(one))

    def _at(self, record: Record) -> datetime:
        at = restored_at(record.subject, record.headers) or from_ns(record.stored_ns)
        return self._server.clock.campaign(at)

    async def stored(self, item: Delivery, *, lenient: bool = False) -> Stored:
        written = Written(item.subject, item.sequence, item.headers, item.data, item.stored_at)
        [stored] = await self._reader.read([written], lenient=lenient)
        return stored

    async def quarantined(self) -> Mapping[int, RecordQuarantined]:
        return await self._reader.quarantined(LOOK_AGAIN_SECONDS)

    async def _quarantines(self) -> list[tuple[str, bytes]]:
        found = await reached(lambda: list(self._server.events.after(EVERY_QUARANTINE, 0)))
        return [(one.subject, one.data) for one in found]


class MemoryPages:
    """As runtime.ports.Pages."""

    def __init__(self, server: Server, stream: topology.Stream) -> None:
        self._stream = server.streams[stream.name]

    async def page(self, pattern: str, after: int, most: int) -> tuple[list[Held], bool]:
        found = await reached(lambda: list(islice(self._stream.after(pattern, after), most + 1)))
        return [record.held for record in found[:most]], len(found) > most
