"""Runtime, JetStream: the log of record, the EVENTS stream; and any stream page by page."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from math import inf
from typing import Any

from faststream.nats import NatsBroker
from nats.aio.msg import Msg
from nats.js.errors import APIError

from contracts import topology
from contracts.envelope import BATCH_JSON, batch_of
from contracts.facts import RecordQuarantined
from runtime.clock import Clock
from runtime.delivery import EXPECTED, Delivery, restored_at
from runtime.failure import Unavailable
from runtime.jetstream.ask import Found
from runtime.jetstream.away import reached
from runtime.jetstream.connection import connection
from runtime.jetstream.publish import LOST_RACE, Publisher, conflict
from runtime.ports import Held, Log, Place, Stored
from runtime.reading import EVERY_QUARANTINE, LOOK_AGAIN_SECONDS, Reader, Written

EXPECTED_ON = f"{EXPECTED}-Subject"
PAGE, AT_ONCE = 500, 50
"""Messages that are asked for at once, and that are decoded without a pause."""
READ_SECONDS = 10.0
_Coming = asyncio.Task[tuple[list[Msg], bool]]


class JetStreamLog(Log):
    """As runtime.ports.Log. It reads by direct_get, or `singly`: by a question for each message,
    which the leader answers in JSON.

    Of who may get directly, and publishes bytes of its own, those bytes could be had answered into
    any history, as they are. So whoever writes no facts about units reads singly.
    """

    def __init__(self, broker: NatsBroker, clock: Clock, *, singly: bool = False) -> None:
        self._broker = broker
        self._clock = clock
        self._singly = singly
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
        if last is not None and last.data == body:
            return last.sequence
        raise conflict(subject, refused) from refused

    async def last(self, subject: str) -> Place | None:
        last = await self._last(subject)
        if last is None:
            return None
        at = restored_at(last.subject, last.headers) or last.stored_at
        return Place(last.sequence, self._clock.campaign(at))

    async def _last(self, subject: str) -> Found | None:
        return await reached(self._publisher.asking.last(topology.EVENTS.name, subject))

    async def pages(
        self, subject: str, after: int = 0, *, lenient: bool = False, through: int | None = None
    ) -> AsyncGenerator[list[Stored], None]:
        async with aclosing(self._pages(subject, after, through)) as pages:
            async for page in pages:
                read = list[Stored]()
                while len(read) < len(page):
                    await asyncio.sleep(0)  # others have their turn; the next page is asked for
                    some = page[len(read) : len(read) + AT_ONCE]
                    read += await self._reader.read(map(self._written, some), lenient=lenient)
                yield read

    async def read_all(
        self,
        pattern: str,
        after: int = 0,
        until: datetime | None = None,
        *,
        lenient: bool = False,
    ) -> AsyncIterator[Stored]:
        async with aclosing(self._pages(pattern, after)) as pages:
            async for page in pages:
                for one in map(self._written, page):
                    if until is not None and one.stored_at > until:
                        return
                    [stored] = await self._reader.read([one], lenient=lenient)
                    yield stored

    def _written(self, msg: Msg) -> Written:
        headers = msg.headers or {}
        subject, sequence = headers["Nats-Subject"], int(headers["Nats-Sequence"])
        stamp = datetime.fromisoformat(headers["Nats-Time-Stamp"]).astimezone(UTC)
        at = self._clock.campaign(restored_at(subject, headers) or stamp)
        return Written(subject, sequence, headers, msg.data, at)

    async def _pages(
        self, pattern: str, after: int, through: int | None = None
    ) -> AsyncGenerator[list[Msg], None]:
        """While a page is looked at the next one is on its way."""
        request = {"next_by_subj": pattern, "batch": PAGE}
        coming: _Coming | None = self._ask({**request, "seq": after + 1}, through)
        try:
            while coming is not None:
                page, more = await coming
                coming = None
                if more:
                    last = int((page[-1].headers or {})["Nats-Sequence"])
                    coming = self._ask({**request, "seq": last + 1}, through)
                yield page
        finally:
            if coming is not None:
                coming.cancel()

    def _ask(self, request: dict[str, Any], through: int | None) -> _Coming:
        return asyncio.create_task(self._page(request, inf if through is None else through))

    async def _page(self, request: dict[str, Any], through: float) -> tuple[list[Msg], bool]:
        """A page of the log, and whether more is to be had after it; message by message it is known
        where it ends.
        """
        if not self._singly:
            return await direct_get(self._broker, topology.EVENTS.name, request)
        page, question = list[Msg](), {k: request[k] for k in ("seq", "next_by_subj")}
        while len(page) < request["batch"] and question["seq"] <= through:
            asked = self._publisher.asking.message(topology.EVENTS.name, question)
            found = await reached(asked)
            if found is None:
                return page, False
            place = {"Nats-Subject": found.subject, "Nats-Sequence": str(found.sequence)}
            at = {"Nats-Time-Stamp": found.stored_at.isoformat()}
            headers = {**found.headers, **place, **at}
            nc = connection(self._broker)
            page.append(Msg(nc, found.subject, data=found.data, headers=headers))
            question["seq"] = found.sequence + 1
        return page, question["seq"] <= through

    async def stored(self, item: Delivery, *, lenient: bool = False) -> Stored:
        written = Written(item.subject, item.sequence, item.headers, item.data, item.stored_at)
        [stored] = await self._reader.read([written], lenient=lenient)
        return stored

    async def quarantined(self) -> Mapping[int, RecordQuarantined]:
        return await self._reader.quarantined(LOOK_AGAIN_SECONDS)

    async def _quarantines(self) -> list[tuple[str, bytes]]:
        async with aclosing(self._pages(EVERY_QUARANTINE, 0)) as pages:
            found = [msg async for page in pages for msg in page]
        return [((msg.headers or {})["Nats-Subject"], msg.data) for msg in found]


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
