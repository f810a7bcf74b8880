"""Runtime, delivery: one message handed over by a durable, whatever carries it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from contracts import topology
from runtime.clock import from_ns

EXPECTED = "Nats-Expected-Last-Subject-Sequence"
RESTORED = "Ngayso-Stored-Ns"
"""Of a record that was restored: the server's timestamp when it was first stored."""
DIGITS = 19
"""Of nanoseconds until the year 2286; more would be a moment that no datetime can hold."""
OF_LOG = topology.EVENTS.subjects[0].partition(".")[0] + "."
"""How every subject of the log begins."""


def restored_at(subject: str, headers: Mapping[str, str]) -> datetime | None:
    """When a restored record of the log was first stored, as a real moment; None of any other.

    Of the log alone: a unit may put any header on what it sends.
    """
    stamp = restored_ns(headers) if subject.startswith(OF_LOG) else None
    return None if stamp is None else from_ns(stamp)


def restored_ns(headers: Mapping[str, str]) -> int | None:
    """What the header says, in nanoseconds since 1970 (UTC); None where it says no moment."""
    stamp = headers.get(RESTORED, "")
    plain = stamp.isascii() and stamp.isdecimal() and len(stamp) <= DIGITS
    return int(stamp) if plain else None


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
