"""Runtime, memory: every stream in one place, as the clients of one server share them."""

import asyncio
from collections.abc import Callable, Mapping
from typing import TypeVar

from contracts import topology
from runtime.clock import Clock, from_ns
from runtime.delivery import Delivery, restored_at
from runtime.failure import Unavailable
from runtime.memory.stream import Record, Stream, matches

T = TypeVar("T")


async def reached(effect: Callable[[], T]) -> T:
    """The answer to one request: others may go before it, and again before the answer arrives."""
    await asyncio.sleep(0)
    answer = effect()
    await asyncio.sleep(0)
    return answer


class Server:
    """What contracts/topology.py names, empty. Real time is the running loop's; moments are by
    `clock`, which a trial may move by hand (and then calls `wake` of the stream).
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.streams = {config.name: Stream(config, clock) for config in topology.STREAMS}

    @property
    def events(self) -> Stream:
        return self.streams[topology.EVENTS.name]

    @property
    def commands(self) -> Stream:
        return self.streams[topology.COMMANDS.name]

    async def publish(self, subject: str, data: bytes, headers: Mapping[str, str]) -> int:
        """Store a message where its subject belongs; its sequence."""
        return await reached(lambda: self._of(subject).store(subject, data, headers))

    def _of(self, subject: str) -> Stream:
        for stream in self.streams.values():
            if any(matches(pattern, subject) for pattern in stream.config.subjects):
                return stream
        raise Unavailable(f"no stream takes {subject}")

    def delivery(self, durable: str, record: Record, deliveries: int) -> Delivery:
        """A message as a durable hands it over."""
        at = restored_at(record.subject, record.headers) or from_ns(record.stored_ns)
        return Delivery(
            subject=record.subject,
            data=record.data,
            headers=dict(record.headers),
            sequence=record.sequence,
            stored_ns=record.stored_ns,
            stored_at=self.clock.campaign(at),
            deliveries=deliveries,
            reply=durable,
        )
