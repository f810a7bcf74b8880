"""Runtime, JetStream: the log of record, the EVENTS stream; and any stream page by page."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from faststream.nats import NatsBroker
from nats.aio.msg import Msg
from nats.js.api import RawStreamMsg
from nats.js.errors import APIError, NotFoundError

from contracts import topology
from contracts.envelope import BATCH_JSON, batch_of
from contracts.facts import RecordQuarantined
from runtime.clock import Clock
from runtime.delivery import EXPECTED, Delivery, restored_at
from runtime.failure import Unavailable
from runtime.jetstream.away import reached
from runtime.jetstream.connection import connection, js
from runtime.jetstream.publish import LOST_RACE, Publisher, conflict
from runtime.ports import Held, Place, Stored
from runtime.reading import EVERY_QUARANTINE, LOOK_AGAIN_SECONDS, Reader

EXPECTED_ON = f"{EXPECTED}-Subject"
PAGE = 500
READ_SECONDS = 10.0

Get = Callable[[NatsBroker, str, dict[str, Any]], Awaitable[tuple[list[Msg], bool]]]
"""A page of a stream by a request for it, and whether more is to be had after it."""


class JetStreamLog:
    """As runtime.ports.Log. `get` is how it reads: direct_get, or singly."""

    def __init__(self, broker: NatsBroker, clock: Clock, get: Get | None = None) -> None:
        self._broker = broker
        self._clock = clock
        self._get = get or direct_get
        self._publisher = Publisher(broker)
        self._reader = Reader(self._quarantines)

    @property
    def most_bytes(self) -> int:
        return connection(self._broker).max_payload // 2

    async def append(self, subject: str, events: Sequence[bytes], expected: int) -> int:
        body, lock = batch_of(events), topology.lock_of(subject)
        # The lock is always named: a copy of this message, which whoever reads can have the server
        # answer to another subject, then expects what is past, and is refused.
        headers = {EXPECTED: str(expected), EXPECTED_ON: lock, "Content-Type": BATCH_JSON}
        try:
            return await self._publisher.publish(subject, body, headers)
        except APIError as error:
            if error.err_code not in LOST_RACE:
                raise
            return await self._ours(subject, body, error)

    async def _ours(self, subject: str, body: bytes, refused: APIError) -> int:
        """The sequence of our own append whose acknowledgement got lost; else Conflict."""
        last = await self._last(subject)
        if last is not None and last.seq and last.data == body:
            return last.seq
        raise conflict(subject, refused) from refused

    async def last(self, subject: str) -> Place | None:
        last = await self._last(subject)
        if last is None or not last.seq or last.time is None:
            return None
        at = restored_at(last.subject or "", last.headers or {}) or last.time
        return Place(last.seq, self._clock.campaign(at))

    async def _last(self, subject: str) -> RawStreamMsg | None:
        try:
            return await reached(js(self._broker).get_last_msg(topology.EVENTS.name, subject))
        except NotFoundError:
            return None

    async def read(self, subject: str, after: int = 0, *, lenient: bool = False) -> list[Stored]:
        return [stored async for stored in self.read_all(subject, after, lenient=lenient)]

    async def read_all(
        self,
        pattern: str,
        after: int = 0,
        until: datetime | None = None,
        *,
        lenient: bool = False,
    ) -> AsyncIterator[Stored]:
        async for msg, at in self._messages(pattern, after):
            if until is not None and at > until:
                return
            headers = msg.headers or {}
            subject, sequence = headers["Nats-Subject"], int(headers["Nats-Sequence"])
            yield await self._reader.read(subject, sequence, headers, msg.data, at, lenient=lenient)

    async def _messages(self, pattern: str, after: int) -> AsyncIterator[tuple[Msg, datetime]]:
        """Each with when it was stored."""
        more = True
        while more:
            request = {"seq": after + 1, "next_by_subj": pattern, "batch": PAGE}
            page, more = await self._get(self._broker, topology.EVENTS.name, request)
            for msg in page:
                headers = msg.headers or {}
                stamp = datetime.fromisoformat(headers["Nats-Time-Stamp"]).astimezone(UTC)
                at = restored_at(headers["Nats-Subject"], headers) or stamp
                after = int(headers["Nats-Sequence"])
                yield msg, self._clock.campaign(at)

    async def stored(self, item: Delivery, *, lenient: bool = False) -> Stored:
        return await self._reader.read(
            item.subject, item.sequence, item.headers, item.data, item.stored_at, lenient=lenient
        )

    async def quarantined(self) -> Mapping[int, RecordQuarantined]:
        return await self._reader.quarantined(LOOK_AGAIN_SECONDS)

    async def _quarantines(self) -> list[tuple[str, bytes]]:
        messages = self._messages(EVERY_QUARANTINE, 0)
        return [((msg.headers or {})["Nats-Subject"], msg.data) async for msg, _ in messages]


class StreamPages:
    """As runtime.ports.Pages."""

    def __init__(self, broker: NatsBroker, stream: topology.Stream) -> None:
        self._broker = broker
        self._stream = stream

    async def page(self, pattern: str, after: int, most: int) -> tuple[list[Held], bool]:
        request = {"seq": after + 1, "next_by_subj": pattern, "batch": most}
        found, more = await direct_get(self._broker, self._stream.name, request)
        headers = [message.headers or {} for message in found]
        held = [
            Held(head["Nats-Subject"], int(head["Nats-Sequence"]), message.data)
            for head, message in zip(headers, found, strict=True)
        ]
        return held, more


async def direct_get(
    broker: NatsBroker, stream: str, request: dict[str, Any]
) -> tuple[list[Msg], bool]:
    """One batched direct get; whether more is to be had after it.

    Source: NATS ADR-31. Replies carry the message with Nats-* headers and end with an empty
    204; 404 means nothing matched.
    """
    nc = connection(broker)
    inbox, page = nc.new_inbox(), list[Msg]()
    end: asyncio.Future[dict[str, str]] = asyncio.get_running_loop().create_future()

    async def hear(msg: Msg) -> None:  # a third of what next_msg costs
        headers = msg.headers or {}
        if "Status" not in headers:
            page.append(msg)
        elif not end.done():
            end.set_result(headers)

    replies = await nc.subscribe(inbox, cb=hear, pending_msgs_limit=-1, pending_bytes_limit=-1)
    try:
        body = json.dumps(request).encode()
        await reached(nc.publish(f"$JS.API.DIRECT.GET.{stream}", body, inbox))
        async with asyncio.timeout(READ_SECONDS):
            headers = await end
    finally:
        await asyncio.shield(replies.unsubscribe())
    if headers["Status"] not in ("204", "404"):
        raise Unavailable(f"direct get answered {headers}")
    return page, headers["Status"] == "204" and int(headers.get("Nats-Num-Pending", 0)) > 0


async def singly(
    broker: NatsBroker, stream: str, request: dict[str, Any]
) -> tuple[list[Msg], bool]:
    """As direct_get, by a question for each message, which the leader answers in JSON.

    Of who may get directly, and publishes bytes of its own, those bytes could be had answered into
    any history, as they are. So whoever writes no facts about units reads in this way.
    """
    page, seq = list[Msg](), int(request["seq"])
    while len(page) < request["batch"]:
        question = js(broker).get_msg(stream, seq, request["next_by_subj"], next=True)
        try:
            found = await reached(question)
        except NotFoundError:
            return page, False
        if found.seq is None or found.time is None:
            raise Unavailable(f"{stream} answered without a sequence or a time")
        place = {"Nats-Subject": found.subject or "", "Nats-Sequence": str(found.seq)}
        at = {"Nats-Time-Stamp": found.time.isoformat()}
        headers = {**(found.headers or {}), **place, **at}
        data = found.data or b""
        page.append(Msg(connection(broker), found.subject or "", data=data, headers=headers))
        seq = found.seq + 1
    return page, True
