"""Runtime, ports: what carries messages, as use cases see it: JetStream's, or memory's in tests."""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from contracts.envelope import Envelope, Message
from contracts.facts import RecordQuarantined
from runtime.delivery import Delivery
from runtime.failure import Retry

AGAIN_SECONDS = 0.05


class Conflict(Retry):
    """Somebody else appended to the subject: read it again, decide again, and soon."""

    def __init__(self, subject: str) -> None:
        super().__init__(subject, AGAIN_SECONDS)


Standing = Literal["whole", "quarantined", "unreadable"]


@dataclass(frozen=True, slots=True)
class Stored:
    """One stored message of the log: whole decisions, its sequence, and the sequence it was
    appended after (topology.lock_of says on which subject or pattern).

    One that is in quarantine, or that cannot be read, has no events; its place is taken all the
    same.
    """

    subject: str
    sequence: int
    previous: int
    stored_at: datetime
    events: tuple[Envelope[Message], ...]
    standing: Standing = "whole"


@dataclass(frozen=True, slots=True)
class Place:
    """The last message of a subject or pattern: which it is, and when it was stored."""

    sequence: int
    stored_at: datetime


class Log(Protocol):
    """The log of record. Moments are campaign time. Every call raises Unavailable where the
    server is away. Reads raise Unreadable for a record that cannot be read and is not in
    quarantine, unless they are `lenient`: then it is given as what it is.
    """

    @property
    def most_bytes(self) -> int:
        """The largest message that may be appended: half of what the server takes."""

    async def append(self, subject: str, events: Sequence[bytes], expected: int) -> int:
        """Append one message of encoded events; returns its sequence.

        `expected` is the last sequence of topology.lock_of(subject) that the events were decided
        on (0: none). Where our own append was stored before, its sequence is the answer; where
        somebody else's was, Conflict is raised.
        """

    async def last(self, subject: str) -> Place | None:
        """The last message of a subject or pattern, by the stream's leader."""

    async def read(
        self, subject: str, after: int = 0, *, lenient: bool = False, through: int | None = None
    ) -> list[Stored]:
        """The messages of a subject or pattern later than sequence `after`, in order; the copy
        that answers may be behind the leader. `through`: what is later than that is not needed.
        """
        pages = self.pages(subject, after, lenient=lenient, through=through)
        return [one async for page in pages for one in page]

    def pages(
        self, subject: str, after: int = 0, *, lenient: bool = False, through: int | None = None
    ) -> AsyncGenerator[list[Stored], None]:
        """As read, page by page: a history is folded in the memory of one of its pages."""

    def read_all(
        self,
        pattern: str,
        after: int = 0,
        until: datetime | None = None,
        *,
        lenient: bool = False,
    ) -> AsyncIterator[Stored]:
        """As read, page by page, of what was stored no later than `until`."""

    async def stored(self, item: Delivery, *, lenient: bool = False) -> Stored:
        """A message of the log that was delivered, as read gives it."""

    async def quarantined(self) -> Mapping[int, RecordQuarantined]:
        """Every record that is passed over, by its sequence, as of a moment ago."""


@dataclass(frozen=True, slots=True)
class Held:
    """A stored message as its stream holds it."""

    subject: str
    sequence: int
    data: bytes


class Latest(Protocol):
    """A stream of which each subject's last message is kept."""

    async def find(self, subject: str) -> Held | None:
        """The message of a subject, by the stream's leader."""

    async def replace(self, subject: str, data: bytes, expected: int) -> int:
        """Store a message in place of the one of sequence `expected` (0: none); its sequence.
        Raises Conflict where another stands there.
        """


class Pages(Protocol):
    """A stream as it is read page by page; the copy that answers may be behind the leader."""

    async def page(self, pattern: str, after: int, most: int) -> tuple[list[Held], bool]:
        """At most so many messages of a subject or pattern later than a sequence, in order; and
        whether there are more.
        """


class Overlap(Exception):
    """The queue has a durable over the same partition already."""


class Gone(Exception):
    """The durable that was pulled from does not exist any more."""


class Puller(Protocol):
    """Takes from one durable of the queue, in the order in which the messages were stored."""

    async def take(self, most: int) -> list[Delivery]:
        """What is to be had now: waits for at least one message, or for `stop`, after which there
        is none. Raises Gone.
        """

    async def acknowledge(self, item: Delivery) -> None:
        """It is settled, and leaves the queue; nothing happens where the durable is gone."""

    async def keep(self, item: Delivery) -> None:
        """It is still in hand: begin its acknowledgement time anew."""

    async def stop(self) -> None:
        """Take nothing more, and send what was settled on its way."""


class Queue(Protocol):
    """The queue of commands, in partitions by whom a command is about."""

    async def durables(self) -> list[str]:
        """The names of the deciders' durables, whoever made them."""

    async def create(self, durable: str, partition: int) -> None:
        """Make a durable over one partition; raises Overlap where another is over it."""

    async def delete(self, durable: str) -> None:
        """Remove a durable; what it had not acknowledged the next one brings, in order."""

    def pull(self, durable: str) -> Puller: ...

    async def oldest(self, pattern: str) -> int | None:
        """The sequence of the oldest command waiting on a stored subject or pattern."""

    async def send(self, subject: str, data: bytes) -> int:
        """Publish a command; its sequence."""


@dataclass(frozen=True, slots=True)
class Lease:
    """Who holds a key, and the revision by which it may be renewed."""

    holder: str
    revision: int


class Leases(Protocol):
    """Keys that somebody has for LEASE_SECONDS (real time) unless they are renewed."""

    async def take(self, key: str, holder: str) -> int | None:
        """Hold a free key; its revision, or None where somebody holds it."""

    async def renew(self, key: str, holder: str, revision: int) -> int | None:
        """The new revision; None where the lease at `revision` is not in force any more."""

    async def give_up(self, key: str, revision: int) -> None:
        """End a lease early; harmless where it is not ours any more."""

    async def current(self) -> Mapping[str, Lease]:
        """Every key that somebody has, and who; may be a moment old."""

    async def changed(self, seconds: float) -> None:
        """Wait until somebody took or gave up a key, or so many seconds."""


class Timers(Protocol):
    """Messages that are delivered at a moment, one to a name. Moments are campaign time."""

    async def set(self, name: str, target: str, data: bytes, at: datetime) -> None:
        """Deliver `data` on `target` at `at`, in place of an earlier timer of this name; a moment
        in the past is now.
        """

    async def find(self, name: str) -> int | None:
        """The number of the timer of this name, if there is one."""

    async def remove(self, number: int) -> None:
        """Remove one timer; harmless where it has fired or was replaced."""


class Outbox(Protocol):
    """A stream that takes each message once."""

    async def put(self, subject: str, data: bytes, message_id: str) -> None:
        """Store a message; the same id within the stream's duplicate window is stored once."""
