"""Runtime, memory: what a stream keeps, page by page, and the last message of a subject."""

from itertools import islice

from contracts import topology
from contracts.envelope import EVENT_JSON
from runtime.delivery import EXPECTED
from runtime.memory.server import Server, reached
from runtime.memory.stream import Record, WrongSequence
from runtime.ports import Conflict, Held


class MemoryLatest:
    """As runtime.ports.Latest."""

    def __init__(self, server: Server, stream: topology.Stream) -> None:
        self._stream = server.streams[stream.name]

    async def find(self, subject: str) -> Held | None:
        last = await reached(lambda: self._stream.last(subject))
        return None if last is None else _held(last)

    async def replace(self, subject: str, data: bytes, expected: int) -> int:
        headers = {EXPECTED: str(expected), "Content-Type": EVENT_JSON}
        try:
            return await reached(lambda: self._stream.store(subject, data, headers, lock=subject))
        except WrongSequence:
            raise Conflict(subject) from None


class MemoryPages:
    """As runtime.ports.Pages."""

    def __init__(self, server: Server, stream: topology.Stream) -> None:
        self._stream = server.streams[stream.name]

    async def page(self, pattern: str, after: int, most: int) -> tuple[list[Held], bool]:
        found = await reached(lambda: list(islice(self._stream.after(pattern, after), most + 1)))
        return [_held(record) for record in found[:most]], len(found) > most


def _held(record: Record) -> Held:
    return Held(record.subject, record.sequence, record.data)
