"""Runtime, memory: stores a message in a stream, in place of its last, or as a timer."""

from datetime import datetime

from contracts import topology
from contracts.envelope import EVENT_JSON
from runtime.delivery import EXPECTED
from runtime.memory.server import Server, reached
from runtime.memory.stream import MESSAGE_ID, WrongSequence
from runtime.ports import Conflict, Held


class MemoryOutbox:
    """As runtime.ports.Outbox: any stream of the server, by the subject."""

    def __init__(self, server: Server) -> None:
        self._server = server

    async def put(self, subject: str, data: bytes, message_id: str) -> None:
        headers = {"Content-Type": EVENT_JSON, MESSAGE_ID: message_id}
        await self._server.publish(subject, data, headers)


class MemoryLatest:
    """As runtime.ports.Latest."""

    def __init__(self, server: Server, stream: topology.Stream) -> None:
        self._stream = server.streams[stream.name]

    async def find(self, subject: str) -> Held | None:
        last = await reached(lambda: self._stream.last(subject))
        return None if last is None else last.held

    async def replace(self, subject: str, data: bytes, expected: int) -> int:
        headers = {EXPECTED: str(expected), "Content-Type": EVENT_JSON}
        try:
            return await reached(lambda: self._stream.store(subject, data, headers, lock=subject))
        except WrongSequence:
            raise Conflict(subject) from None


class MemoryTimers:
    """As runtime.ports.Timers: the REMINDERS stream. A timer fires when somebody takes from the
    stream at its moment or later, not within the quarter of a second that the server needs.
    """

    def __init__(self, server: Server) -> None:
        self._stream = server.streams[topology.REMINDERS.name]
        self._clock = server.clock

    async def set(self, name: str, target: str, data: bytes, at: datetime) -> None:
        real = self._clock.real(at)
        await reached(lambda: self._stream.schedule(name, target, data, real))

    async def find(self, name: str) -> int | None:
        held = await reached(lambda: self._stream.last(name))
        return None if held is None else held.sequence

    async def remove(self, number: int) -> None:
        await reached(lambda: self._stream.delete(number))
