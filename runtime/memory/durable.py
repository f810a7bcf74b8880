"""Runtime, memory: one durable of a stream: what it delivered, and what it delivers again."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from contracts import topology


@dataclass(slots=True)
class Pending:
    """A message that was delivered and not acknowledged; `again` is when (loop time) it comes
    again, and `put_back` that it was asked for.
    """

    again: float
    deliveries: int = 1
    put_back: bool = False


@dataclass
class DurableState:
    """As a pull consumer with explicit acknowledgement that never gives up."""

    config: topology.Durable
    seen: int = 0
    pending: dict[int, Pending] = field(default_factory=dict)

    def deliver(
        self, sequences: Iterable[int], last: int, now: float, most: int
    ) -> list[tuple[int, int]]:
        """Up to `most` messages, each with how often it was delivered: first those whose time is
        up, then new ones, each in stream order. `sequences` are the matching ones after `seen`, up
        to the stream's `last`.
        """
        again = sorted(n for n, one in self.pending.items() if one.again <= now)[:most]
        for number in again:
            one = self.pending[number]
            self.pending[number] = Pending(now + self._ack_wait, one.deliveries + 1)
        room = min(most - len(again), self.config.max_ack_pending - len(self.pending))
        new = list(islice(sequences, max(room, 0)))
        for number in new:
            self.seen = number
            self.pending[number] = Pending(now + self._ack_wait)
        if len(new) < room:
            self.seen = last  # what does not match is not looked at again
        return [(number, self.pending[number].deliveries) for number in (*again, *new)]

    @property
    def _ack_wait(self) -> float:
        return self.config.ack_wait.total_seconds()

    def next_due(self) -> float | None:
        """When (loop time) the next message comes again."""
        return min((one.again for one in self.pending.values()), default=None)

    def acknowledge(self, sequence: int) -> bool:
        """Whether it was one of ours that waited for this."""
        return self.pending.pop(sequence, None) is not None

    def keep(self, sequence: int, now: float) -> None:
        """Begin its acknowledgement time anew; too late once that is over."""
        one = self.pending.get(sequence)
        if one is not None and one.again > now and not one.put_back:
            one.again = now + self._ack_wait

    def put_back(self, sequence: int, at: float) -> None:
        """Deliver it again at a moment."""
        one = self.pending.get(sequence)
        if one is not None:
            one.again, one.put_back = at, True

    def restore(self, sequence: int) -> None:
        """Know nothing of what came after this message."""
        self.seen = min(self.seen, sequence)
        self.pending = {n: one for n, one in self.pending.items() if n <= sequence}
