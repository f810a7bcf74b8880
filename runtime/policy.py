"""Runtime, policy: the one failure policy: what becomes of a message whose handling failed."""

import base64
from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

from contracts import topology
from contracts.envelope import encode, wrap
from contracts.findings import Malformed
from contracts.verdicts import DeadLetter
from runtime.clock import from_ns
from runtime.delivery import Delivery, restored_at
from runtime.failure import (
    AWAY,
    LONGEST_UNREADABLE_DELAY,
    MAX_DELIVERIES,
    Retry,
    Unreadable,
    growing_delay,
)
from runtime.metrics import DEAD
from runtime.ports import Outbox

MOST_BURIED = 4 * 1024 * 1024
"""Bytes of an original that fit a dead letter in base64, below the server's 8 MB."""


@dataclass(frozen=True)
class PutBack:
    """Try again after so many seconds (real time). `fault`: nobody knows why it failed."""

    delay: float
    fault: bool = False


@dataclass(frozen=True)
class Bury:
    """Keep it as a dead letter and stop nobody else."""

    reason: Literal["malformed", "failed"]
    detail: str


def judge(error: Exception, tries: int) -> PutBack | Bury:
    """By the kind of failure; `tries` counts those that ended alike, with this one (Faults)."""
    if isinstance(error, Malformed):
        return Bury("malformed", str(error))
    if isinstance(error, Retry):
        return PutBack(growing_delay(tries, error.delay) if error.grows else error.delay)
    if isinstance(error, Unreadable):  # to be mended by a person, who then waits for this
        return PutBack(min(LONGEST_UNREADABLE_DELAY, growing_delay(tries)))
    if isinstance(error, AWAY):
        return PutBack(growing_delay(tries))
    if tries < MAX_DELIVERIES:
        return PutBack(growing_delay(tries), fault=True)
    return Bury("failed", repr(error))


class Faults:
    """How often each message failed for no known reason, which alone counts towards its burial; and
    how often it waited for a server that was away, which alone makes it wait longer.

    The server counts every delivery, also those after which it waited for a moment that was named,
    or for somebody who was first. Whoever takes a message over counts anew.
    """

    def __init__(self) -> None:
        self._of: dict[int, int] = defaultdict(int)
        self._waits: dict[int, int] = defaultdict(int)

    def judge(self, error: Exception, item: Delivery) -> PutBack | Bury:
        if isinstance(error, Malformed) or (isinstance(error, Retry) and not error.grows):
            return judge(error, 1)
        count = self._waits if isinstance(error, (*AWAY, Retry)) else self._of
        count[item.sequence] += 1
        return judge(error, count[item.sequence])

    def forget(self, item: Delivery) -> None:
        """It is done with."""
        self._of.pop(item.sequence, None)
        self._waits.pop(item.sequence, None)


class Graveyard:
    """Writes dead letters; the same message is buried once, however often that is tried."""

    def __init__(self, outbox: Outbox, service: str, durable: str, stream: str) -> None:
        self._outbox = outbox
        self._service = service
        self._durable = durable
        self._stream = stream

    async def bury(self, item: Delivery, subject: str, end: Bury) -> None:
        """Keep the message as sent on `subject`, with the reason."""
        detail = end.detail
        if len(item.data) > MOST_BURIED:
            detail = f"only the first {MOST_BURIED} of {len(item.data)} bytes are kept; {detail}"
        letter = DeadLetter(
            service=self._service,
            durable=self._durable,
            stream=self._stream,
            subject=subject,
            sequence=item.sequence,
            deliveries=item.deliveries,
            reason=end.reason,
            detail=detail[:2000],
            headers=item.headers,
            body_base64=base64.b64encode(item.data[:MOST_BURIED]).decode(),
            stored_at=restored_at(item.subject, item.headers) or from_ns(item.stored_ns),
        )
        name = f"dead-{self._durable}-{item.sequence}-{item.stored_ns}"
        event = encode(wrap(letter, id=name, source=f"urn:ngayso:{self._service}"))
        await self._outbox.put(topology.dead_letters(self._service), event, name)
        DEAD.labels(self._durable, end.reason).inc()
