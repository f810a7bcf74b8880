"""Runtime, JetStream: stores a message in a stream, in place of its last, or as a timer."""

import asyncio
import itertools
import json
from datetime import UTC, datetime

import structlog
from faststream.nats import NatsBroker
from nats.aio.msg import Msg
from nats.js.errors import APIError, NoStreamResponseError, NotFoundError
from opentelemetry import propagate
from prometheus_client import Counter

from contracts import topology
from contracts.envelope import EVENT_JSON
from runtime.clock import Clock
from runtime.delivery import EXPECTED
from runtime.jetstream.away import reached
from runtime.jetstream.connection import connection, js
from runtime.ports import Conflict, Held

log = structlog.get_logger()

PUBLISH_SECONDS = 5.0
LOST_RACE = (10071, 10164)
"""Wrong last sequence, as one server says it, and as three do."""
CONFLICTS = Counter("ngayso_log_conflicts", "Messages refused because the subject had moved.")
DELETE_FAILED = 10057
"""For whatever reason; the description tells which."""


class Publisher:
    """As runtime.ports.Outbox: publishes with an acknowledgement from the stream, always.

    The acknowledgements of all that is under way come in on one inbox, which costs half of the
    client's own publish. (The client's publish_async never answers where the server refuses:
    https://github.com/nats-io/nats.py/issues/985.)
    """

    def __init__(self, broker: NatsBroker) -> None:
        self._broker = broker
        self._inbox = ""
        self._listening: asyncio.Future[None] | None = None
        self._awaited: dict[str, asyncio.Future[Msg]] = {}
        self._numbers = itertools.count()

    async def put(self, subject: str, data: bytes, message_id: str) -> None:
        await self.publish(subject, data, {"Nats-Msg-Id": message_id})

    async def publish(
        self, subject: str, data: bytes, headers: dict[str, str] | None = None
    ) -> int:
        """Store one event; returns its sequence. Raises Unavailable, or what the server answers."""
        all_headers = {"Content-Type": EVENT_JSON, **(headers or {})}
        propagate.inject(all_headers)
        return await reached(self._ask(subject, data, all_headers))

    async def _ask(self, subject: str, data: bytes, headers: dict[str, str]) -> int:
        if self._listening is None or not self._listening.done():
            await self._listen()
        loop, number = asyncio.get_running_loop(), str(next(self._numbers))
        answer = self._awaited[number] = loop.create_future()
        # A timer of the loop: asyncio.timeout costs as much as all else here (measured).
        timer = loop.call_later(PUBLISH_SECONDS, _give_up, answer)
        try:
            reply = f"{self._inbox}.{number}"
            await connection(self._broker).publish(subject, data, reply, headers)
            msg: Msg = await answer
        finally:
            timer.cancel()
            del self._awaited[number]
        if not msg.data:
            raise NoStreamResponseError
        stored = json.loads(msg.data)
        if "error" in stored:
            APIError.from_error(stored["error"])  # raises
        return int(stored["seq"])

    async def _listen(self) -> None:
        """One subscription for all acknowledgements; who comes meanwhile waits for it."""
        if self._listening is None:
            self._listening = asyncio.get_running_loop().create_future()
            nc = connection(self._broker)
            self._inbox = nc.new_inbox()
            try:
                await nc.subscribe(f"{self._inbox}.*", cb=self._hear, pending_msgs_limit=-1)
            except BaseException as error:
                self._listening.set_exception(error)
                self._listening.exception()  # nobody else may be waiting
                self._listening = None
                raise
            self._listening.set_result(None)
        await self._listening

    async def _hear(self, msg: Msg) -> None:
        answer = self._awaited.get(msg.subject.rpartition(".")[2])
        if answer is not None and not answer.done():
            answer.set_result(msg)


def conflict(subject: str, refused: APIError) -> Conflict:
    """A race that was lost, counted, and told with the server's code."""
    CONFLICTS.inc()
    log.info("conflict", subject=subject, code=refused.err_code)
    return Conflict(subject)


def _give_up(answer: asyncio.Future[Msg]) -> None:
    if not answer.done():
        answer.set_exception(TimeoutError("no acknowledgement"))


class StreamLatest:
    """As runtime.ports.Latest."""

    def __init__(self, broker: NatsBroker, stream: topology.Stream) -> None:
        self._broker = broker
        self._stream = stream
        self._publisher = Publisher(broker)

    async def find(self, subject: str) -> Held | None:
        try:
            last = await reached(js(self._broker).get_last_msg(self._stream.name, subject))
        except NotFoundError:
            return None
        return Held(subject, last.seq or 0, last.data or b"")

    async def replace(self, subject: str, data: bytes, expected: int) -> int:
        try:
            return await self._publisher.publish(subject, data, {EXPECTED: str(expected)})
        except APIError as error:
            if error.err_code not in LOST_RACE:
                raise
            raise conflict(subject, error) from error


class StreamTimers:
    """As runtime.ports.Timers: schedules that the REMINDERS stream holds, named by subject.

    Source: NATS ADR-51; the server ticks every 250 ms.
    """

    def __init__(self, broker: NatsBroker, clock: Clock) -> None:
        self._broker = broker
        self._clock = clock
        self._publisher = Publisher(broker)

    async def set(self, name: str, target: str, data: bytes, at: datetime) -> None:
        real = self._clock.real(at).astimezone(UTC)
        moment = real.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        headers = {"Nats-Schedule": f"@at {moment}", "Nats-Schedule-Target": target}
        await self._publisher.publish(name, data, headers)

    async def find(self, name: str) -> int | None:
        try:
            held = await reached(js(self._broker).get_last_msg(topology.REMINDERS.name, name))
        except NotFoundError:
            return None
        return held.seq

    async def remove(self, number: int) -> None:
        try:
            await reached(js(self._broker).delete_msg(topology.REMINDERS.name, number))
        except APIError as error:
            if error.err_code != DELETE_FAILED or error.description != "no message found":
                raise
