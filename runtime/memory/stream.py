"""Runtime, memory: one stream as JetStream keeps it: numbered messages, durables and timers."""

import asyncio
import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import zip_longest

from contracts import topology
from runtime.clock import Clock
from runtime.delivery import EXPECTED
from runtime.failure import Unavailable
from runtime.memory.durable import DurableState
from runtime.ports import Held, Overlap

MESSAGE_ID = "Nats-Msg-Id"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class WrongSequence(Exception):
    """The expected last sequence is not the one there."""


@dataclass(frozen=True, slots=True)
class Record:
    """One stored message, with the server's timestamp."""

    sequence: int
    subject: str
    data: bytes
    headers: Mapping[str, str]
    stored_ns: int

    @property
    def held(self) -> Held:
        return Held(self.subject, self.sequence, self.data)


@dataclass(frozen=True, slots=True)
class Schedule:
    """A message that is stored on `target` at a real moment, in place of its record."""

    target: str
    at: datetime


@dataclass
class Stream:
    """Every method is one step of the server, done at once; runtime/memory/server.py says when. A
    work queue loses a message once it is acknowledged; nothing else is lost, by age neither.
    """

    config: topology.Stream
    clock: Clock
    last_sequence: int = 0
    records: dict[int, Record] = field(default_factory=dict)
    durables: dict[str, DurableState] = field(default_factory=dict)
    _subjects: dict[str, list[int]] = field(default_factory=dict)
    _ids: dict[str, tuple[float, int]] = field(default_factory=dict)
    _schedules: dict[int, Schedule] = field(default_factory=dict)
    # A heap, of some that were deleted too; and the subjects by their first two words.
    _next: list[tuple[datetime, int]] = field(default_factory=list)
    _families: dict[str, dict[str, None]] = field(default_factory=dict)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def store(
        self, subject: str, data: bytes, headers: Mapping[str, str], lock: str | None = None
    ) -> int:
        """The sequence of the message, or of the one stored before with the same id.

        `lock` is the subject or pattern whose last sequence must be as the headers expect; raises
        WrongSequence. Raises Unavailable where the subject has all that may wait.
        """
        if lock is not None and self._last_of(lock) != int(headers[EXPECTED]):
            raise WrongSequence(lock)
        if (known := self._known(headers.get(MESSAGE_ID))) is not None:
            return known
        stored = self._transformed(subject)
        most = self.config.max_per_subject
        if most is not None and len(self._subjects.get(stored, ())) >= most:
            raise Unavailable(f"{self.config.name} holds {most} messages on {stored}")
        sequence = self._keep(stored, data, headers)
        if message_id := headers.get(MESSAGE_ID):
            self._ids[message_id] = self._loop_time(), sequence
        return sequence

    def _keep(self, subject: str, data: bytes, headers: Mapping[str, str]) -> int:
        self.last_sequence += 1
        stamp = (self.clock.real(self.clock.now()) - EPOCH) // timedelta(microseconds=1) * 1000
        record = Record(self.last_sequence, subject, data, dict(headers), stamp)
        self.records[record.sequence] = record
        self._subjects.setdefault(subject, []).append(record.sequence)
        self._families.setdefault(_family(subject), {})[subject] = None
        if self.config.last_only:
            for before in self._subjects[subject][:-1]:
                self.delete(before)
        self.wake()
        return record.sequence

    def _known(self, message_id: str | None) -> int | None:
        stored = self._ids.get(message_id or "")
        window = self.config.duplicate_window.total_seconds()
        if stored is None or self._loop_time() - stored[0] >= window:
            return None
        return stored[1]

    def _transformed(self, subject: str) -> str:
        if self.config.transform is None:
            return subject
        return topology.stored_command(*subject.split(".")[1:])

    @staticmethod
    def _loop_time() -> float:
        return asyncio.get_running_loop().time()

    def schedule(self, name: str, target: str, data: bytes, at: datetime) -> int:
        """Keep a timer, in place of an earlier one on the same subject; `at` is a real moment."""
        for sequence in list(self._subjects.get(name, ())):
            self.delete(sequence)
        sequence = self._keep(name, data, {})
        self._schedules[sequence] = Schedule(target, at)
        heapq.heappush(self._next, (at, sequence))
        return sequence

    def fire(self) -> float | None:
        """Store what is due on its target; the seconds until the next timer, if there is one."""
        now = self.clock.real(self.clock.now())
        while self._next:
            at, sequence = self._next[0]
            if due := self._schedules.get(sequence):
                if at > now:
                    return (at - now).total_seconds()
                record = self.records[sequence]
                self.delete(sequence)
                self._keep(due.target, record.data, record.headers)
            heapq.heappop(self._next)
        return None

    def subjects(self, pattern: str) -> list[str]:
        """The subjects that hold messages and match."""
        if "*" not in pattern and not pattern.endswith(">"):
            return [pattern] if pattern in self._subjects else []
        family = _family(pattern)
        near = self._subjects if {*family} & {*"*>"} else self._families.get(family, ())
        return [subject for subject in near if matches(pattern, subject)]

    def _last_of(self, pattern: str) -> int:
        return max((self._subjects[subject][-1] for subject in self.subjects(pattern)), default=0)

    def last(self, pattern: str) -> Record | None:
        """The last message of a subject or pattern."""
        return self.records.get(self._last_of(pattern))

    def after(self, pattern: str, sequence: int) -> Iterator[Record]:
        """The messages of a subject or pattern later than a sequence, in order."""
        found = (n for subject in self.subjects(pattern) for n in self._subjects[subject])
        return (self.records[n] for n in sorted(n for n in found if n > sequence))

    def matching(self, patterns: Sequence[str], sequence: int) -> Iterator[Record]:
        """The messages of any of some patterns later than a sequence, in order."""
        first = next(iter(self.records), self.last_sequence + 1)
        for number in range(max(first, sequence + 1), self.last_sequence + 1):
            record = self.records.get(number)
            if record and any(matches(pattern, record.subject) for pattern in patterns):
                yield record

    def delete(self, sequence: int) -> None:
        """Forget a message, and the timer that it is."""
        record = self.records.pop(sequence, None)
        if record is None:
            return
        self._schedules.pop(sequence, None)
        self._subjects[record.subject].remove(sequence)
        if not self._subjects[record.subject]:
            del self._subjects[record.subject]
            del self._families[_family(record.subject)][record.subject]

    def corrupt(self, sequence: int) -> None:
        """For tests: what is stored there cannot be read any more."""
        self.records[sequence] = replace(self.records[sequence], data=b"\0")

    def restore(self, sequence: int) -> None:
        """For tests: the state of a backup that was made after this message."""
        for later in [n for n in self.records if n > sequence]:
            self.delete(later)
        self.last_sequence = sequence
        self._ids.clear()
        for durable in self.durables.values():
            durable.restore(sequence)

    def declare(self, config: topology.Durable) -> DurableState:
        """The durable of this name, made where there is none.

        Raises Overlap where another takes the same messages from a work queue (10100).
        """
        found = self.durables.get(config.name)
        if found is not None:
            return found
        if self.config.retention == "workqueue":
            theirs = [mask for other in self.durables.values() for mask in other.config.filters]
            if any(overlap(mask, own) for mask in theirs for own in config.filters):
                raise Overlap(config.name)
        self.durables[config.name] = DurableState(config)
        return self.durables[config.name]

    def remove(self, name: str) -> None:
        """End a durable; what it had not acknowledged is there for the next one."""
        if self.durables.pop(name, None) is not None:
            self.wake()

    def settle(self, name: str, sequence: int) -> None:
        """An acknowledgement; it reaches nothing where the durable is gone."""
        durable = self.durables.get(name)
        if durable is not None and durable.acknowledge(sequence):
            if self.config.retention == "workqueue":
                self.delete(sequence)
            self.wake()

    def wake(self) -> None:
        """Have everybody who waits for `news` look again, as after the clock was moved."""
        self.news.set()
        self.news = asyncio.Event()


def _family(subject: str) -> str:
    return ".".join(subject.split(".", 2)[:2])


@lru_cache(maxsize=100_000)
def matches(pattern: str, subject: str) -> bool:
    """Whether a subject is one of a pattern's: "*" is any word, ">" at the end any further ones."""
    mask, words = pattern.split("."), subject.split(".")
    if mask[-1] == ">" and len(words) >= len(mask):
        mask, words = mask[:-1], words[: len(mask) - 1]
    pairs = zip(mask, words, strict=False)
    return len(mask) == len(words) and all(one in ("*", word) for one, word in pairs)


def overlap(one: str, other: str) -> bool:
    """Whether two patterns have a subject in common."""
    for left, right in zip_longest(one.split("."), other.split(".")):
        if left is None or right is None:
            return False
        if ">" in (left, right):
            return True
        if "*" not in (left, right) and left != right:
            return False
    return True
