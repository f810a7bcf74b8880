"""Runtime, delivery: one message handed over by a durable, whatever carries it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

EXPECTED = "Nats-Expected-Last-Subject-Sequence"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One delivered message. `stored_at` is the server's timestamp in campaign time.

    `reply` is where its settlement goes; what it means is the carrier's business.
    """

    subject: str
    data: bytes
    headers: dict[str, str]
    sequence: int
    stored_ns: int
    stored_at: datetime
    deliveries: int
    reply: str = field(default="", repr=False)

    @property
    def previous(self) -> int:
        """The sequence that the message was appended after (0: none); topology.lock_of says on
        which subject or pattern.
        """
        return int(self.headers.get(EXPECTED, 0))


Handler = Callable[[Delivery], Awaitable[None]]
BatchHandler = Callable[[Sequence[Delivery]], Awaitable[None]]
Key = Callable[[Delivery], str]
