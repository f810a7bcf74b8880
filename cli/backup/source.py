"""Cli, backup: streams as they lie on the servers, read from each server that has a copy."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from nats.aio.msg import Msg
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy, StreamInfo
from nats.js.errors import NotFoundError

from cli.backup.record import EPOCH, Record, record_of
from cli.console import Trouble
from cli.servers.connect import Session
from runtime.clock import SystemClock
from runtime.jetstream.connection import connection
from runtime.jetstream.consume import delivery

PAGE = 500
MOST_TRIES = 100
"""Until a consumer is made on the wanted one of three servers; which one it gets is by chance."""
BEHIND_SECONDS = 10.0
BEAT = 0.1
IDLE_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream as its leader tells of it. `copies` are the servers that have one, its leader first;
    `away` are those that do not answer.
    """

    messages: int
    last: int
    created: datetime
    copies: tuple[str, ...]
    away: tuple[str, ...]


class Copy(Protocol):
    """What one server has of a stream."""

    async def until(self, sequence: int) -> list[Record]:
        """The records up to a sequence, from where the last call ended; what cannot be read is
        left out.
        """


class Source(Protocol):
    """Where streams lie."""

    async def stream(self, name: str) -> Stream | None:
        """The stream as it is now; None where there is none."""

    def copy(self, name: str, server: str, after: int) -> AbstractAsyncContextManager[Copy]:
        """One server's copy, read from after a sequence; nothing of it stays on the server."""


class JetStreamSource:
    """As Source. A consumer in memory on one server reads what that server itself has. It has no
    name and ends by itself: whoever may delete consumers could delete a service's.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    async def stream(self, name: str) -> Stream | None:
        try:
            info = await self._session.js.stream_info(name)
        except NotFoundError:
            return None
        return _stream(info)

    @asynccontextmanager
    async def copy(self, name: str, server: str, after: int) -> AsyncIterator["_ConsumerCopy"]:
        consumer = await self._placed(name, server, after)
        async with _ConsumerCopy(self._session, name, consumer, after) as copy:
            yield copy

    async def _placed(self, stream: str, server: str, after: int) -> str:
        """A consumer on this server: made again until chance puts it there."""
        js, config = self._session.js, _config(after)
        for _ in range(MOST_TRIES):
            info = await js.add_consumer(stream, config)
            at = info.cluster.leader if info.cluster else None
            if at in (None, server):
                return info.name
        raise Trouble("copy-away", server=server)


class _ConsumerCopy:
    """As Copy."""

    def __init__(self, session: Session, stream: str, consumer: str, after: int) -> None:
        self._nc = connection(session.broker)
        self._next = f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{consumer}"
        self._inbox = self._nc.new_inbox()
        self._page: list[Record] = []
        self._ahead: list[Record] = []
        self._reached = after
        self._turned = asyncio.Event()

    async def __aenter__(self) -> "_ConsumerCopy":
        self._heard = await self._nc.subscribe(
            self._inbox, cb=self._hear, pending_msgs_limit=-1, pending_bytes_limit=-1
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._heard.unsubscribe()

    async def until(self, sequence: int) -> list[Record]:
        """Waits a while for a server that is behind its leader."""
        records, waited = self._ahead, 0.0
        while self._reached < sequence and waited < BEHIND_SECONDS:
            page = await self._turn()
            records += page
            self._reached = page[-1].sequence if page else self._reached
            if not page:
                await asyncio.sleep(BEAT)
                waited += BEAT
        self._ahead = [record for record in records if record.sequence > sequence]
        return [record for record in records if record.sequence <= sequence]

    async def _turn(self) -> list[Record]:
        """The next page; empty at the end."""
        self._page = []
        self._turned.clear()
        request = json.dumps({"batch": PAGE, "no_wait": True}).encode()
        await self._nc.publish(self._next, request, self._inbox)
        async with asyncio.timeout(BEHIND_SECONDS):
            await self._turned.wait()
        return self._page

    async def _hear(self, msg: Msg) -> None:
        if "Status" in (msg.headers or {}):
            self._turned.set()
            return
        item = delivery(msg, SystemClock())
        self._page.append(
            record_of(item.sequence, item.subject, item.stored_ns, item.headers, item.data)
        )
        if len(self._page) == PAGE:
            self._turned.set()


def _config(after: int) -> ConsumerConfig:
    return ConsumerConfig(
        ack_policy=AckPolicy.NONE,
        deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
        opt_start_seq=after + 1,
        inactive_threshold=IDLE_SECONDS,
        mem_storage=True,
        num_replicas=1,
    )


def _stream(info: StreamInfo) -> Stream:
    cluster = info.cluster
    peers = (cluster.replicas or []) if cluster else []
    leader = (cluster.leader if cluster else None) or ""
    return Stream(
        messages=info.state.messages,
        last=info.state.last_seq,
        created=info.created or EPOCH,
        copies=(leader, *(peer.name or "" for peer in peers if not peer.offline)),
        away=tuple(peer.name or "" for peer in peers if peer.offline),
    )
