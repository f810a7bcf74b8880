"""Runtime, delivery: one message handed over by a durable, whatever carries it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from contracts import topology
from runtime.clock import from_ns

EXPECTED = "Nats-Expected-Last-Subject-Sequence"
RESTORED = "Ngayso-Stored-Ns"
"""Of a record that was restored: the server's timestamp when it was first stored."""
OF_LOG = topology.EVENTS.subjects[0].partition(".")[0] + "."
"""How every subject of the log begins."""


def restored_at(subject: str, headers: Mapping[str, str]) -> datetime | None:
    """When a restored record of the log was first stored, as a real moment; None of any other.

    Of the log alone: a unit may put any header on what it sends.
    """
    stamp = headers.get(RESTORED, "") if subject.startswith(OF_LOG) else ""
    return from_ns(int(stamp)) if stamp.isascii() and stamp.isdecimal() else None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One delivered message. `stored_at` is the server's timestamp in campaign time, of a
    restored record the first one.

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


Handler = Callable[[Delivery], Awaitable[None]]
BatchHandler = Callable[[Sequence[Delivery]], Awaitable[None]]
Key = Callable[[Delivery], str]
