"""Runtime, event log: reads facts by subject and appends a decision's facts as one message."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from faststream.nats import NatsBroker
from nats.aio.msg import Msg
from nats.js.errors import APIError, NotFoundError
from opentelemetry import propagate

from contracts import topology
from contracts.envelope import BATCH_JSON, Envelope, Message, decode_batch, encode_batch
from contracts.facts import FACTS
from runtime.clock import Clock
from runtime.connection import connection, js
from runtime.failure import Retry, Unavailable

EXPECTED = "Nats-Expected-Last-Subject-Sequence"
WRONG_LAST_SEQUENCE = 10071
PAGE = 500
MAX_SUBJECTS = 1000
READ_SECONDS = 10.0
APPEND_SECONDS = 5.0
AGAIN_SECONDS = 0.05


class Conflict(Retry):
    """Somebody else appended to the subject: read it again, decide again, and soon."""

    def __init__(self, subject: str) -> None:
        super().__init__(subject, AGAIN_SECONDS)


@dataclass(frozen=True)
class Stored:
    """One stored decision: its facts, its sequence, and its predecessor's on the same subject."""

    subject: str
    sequence: int
    previous: int
    stored_at: datetime
    events: tuple[Envelope[Message], ...]


class EventLog:
    """The EVENTS stream of a connected broker. Moments are campaign time."""

    def __init__(self, broker: NatsBroker, clock: Clock) -> None:
        self._broker = broker
        self._clock = clock

    async def append(self, subject: str, events: Iterable[Envelope[Message]], expected: int) -> int:
        """Append one decision; returns its sequence.

        `expected` is the subject's last sequence that the decision was made on (0: none).
        Raises Conflict when it is not the last one any more, also when it was our own append
        whose acknowledgement got lost: the facts name their command.
        """
        headers = {EXPECTED: str(expected), "Content-Type": BATCH_JSON}
        propagate.inject(headers)
        try:
            ack = await js(self._broker).publish(
                subject,
                encode_batch(events),
                stream=topology.EVENTS.name,
                timeout=APPEND_SECONDS,
                headers=headers,
            )
        except APIError as error:
            if error.err_code == WRONG_LAST_SEQUENCE:
                raise Conflict(subject) from error
            raise
        return ack.seq

    async def last_sequence(self, subject: str) -> int:
        """The subject's last sequence by the stream's leader; 0 where there is none."""
        try:
            last = await js(self._broker).get_last_msg(topology.EVENTS.name, subject)
        except NotFoundError:
            return 0
        return last.seq or 0

    async def read(self, subject: str, after: int = 0) -> list[Stored]:
        """The stored decisions of one subject later than sequence `after`, in order."""
        return [stored async for stored in self.read_all(subject, after)]

    async def read_all(
        self, pattern: str, after: int = 0, until: datetime | None = None
    ) -> AsyncIterator[Stored]:
        """Decisions on all subjects of a pattern, in order, stored no later than `until`."""
        more = True
        while more:
            request = {"seq": after + 1, "next_by_subj": pattern, "batch": PAGE}
            page, more = await self._direct_get(request)
            for stored in page:
                if until is not None and stored.stored_at > until:
                    return
                after = stored.sequence
                yield stored

    async def read_latest(self, subjects: Sequence[str]) -> list[Stored]:
        """The last decision of each subject or pattern (at most 1,000 subjects a call)."""
        page, _ = await self._direct_get({"multi_last": list(subjects), "batch": MAX_SUBJECTS})
        return page

    async def _direct_get(self, request: dict[str, Any]) -> tuple[list[Stored], bool]:
        """One batched direct get; whether more is to be had after it.

        Source: NATS ADR-31. Replies carry the message with Nats-* headers and end with an empty
        204; 404 means nothing matched.
        """
        nc = connection(self._broker)
        inbox = nc.new_inbox()
        replies = await nc.subscribe(inbox, pending_msgs_limit=-1, pending_bytes_limit=-1)
        page: list[Stored] = []
        try:
            await nc.publish(
                f"$JS.API.DIRECT.GET.{topology.EVENTS.name}", json.dumps(request).encode(), inbox
            )
            while True:
                msg = await replies.next_msg(READ_SECONDS)
                headers = msg.headers or {}
                status = headers.get("Status")
                if status is None:
                    page.append(self._stored(msg, headers))
                elif status in ("204", "404"):
                    return page, status == "204" and int(headers.get("Nats-Num-Pending", 0)) > 0
                else:
                    raise Unavailable(f"direct get answered {status} {headers}")
        finally:
            await asyncio.shield(replies.unsubscribe())

    def _stored(self, msg: Msg, headers: dict[str, str]) -> Stored:
        at = datetime.fromisoformat(headers["Nats-Time-Stamp"]).astimezone(UTC)
        return Stored(
            subject=headers["Nats-Subject"],
            sequence=int(headers["Nats-Sequence"]),
            previous=int(headers.get(EXPECTED, 0)),
            stored_at=self._clock.campaign(at),
            events=tuple(decode_batch(msg.data, FACTS)),
        )
