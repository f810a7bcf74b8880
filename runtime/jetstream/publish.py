"""Runtime, JetStream: stores a message in a stream, in place of its last, or as a timer."""

from datetime import UTC, datetime

import structlog
from faststream.nats import NatsBroker
from nats.js.errors import APIError
from opentelemetry import propagate
from prometheus_client import Counter

from contracts import topology
from contracts.envelope import EVENT_JSON
from runtime.clock import Clock
from runtime.delivery import EXPECTED
from runtime.jetstream.ask import Asking
from runtime.jetstream.away import reached
from runtime.jetstream.connection import js
from runtime.ports import Conflict, Held

log = structlog.get_logger()

LOST_RACE = (10071, 10164)
"""Wrong last sequence, as one server says it, and as three do."""
CONFLICTS = Counter("ngayso_log_conflicts", "Messages refused because the subject had moved.")
DELETE_FAILED = 10057
"""For whatever reason; the description tells which."""


class Publisher:
    """As runtime.ports.Outbox: publishes with an acknowledgement from the stream, always.

    (The client's publish_async never answers where the server refuses:
    https://github.com/nats-io/nats.py/issues/985.)
    """

    def __init__(self, broker: NatsBroker) -> None:
        self.asking = Asking(broker)

    async def put(self, subject: str, data: bytes, message_id: str) -> None:
        await self.publish(subject, data, {"Nats-Msg-Id": message_id})

    async def publish(
        self, subject: str, data: bytes, headers: dict[str, str] | None = None
    ) -> int:
        """Store one event; returns its sequence. Raises Unavailable, or what the server answers."""
        all_headers = {"Content-Type": EVENT_JSON, **(headers or {})}
        propagate.inject(all_headers)
        return int((await reached(self.asking.ask(subject, data, all_headers)))["seq"])


def conflict(subject: str, refused: APIError) -> Conflict:
    """A race that was lost, counted, and told with the server's code."""
    CONFLICTS.inc()
    log.info("conflict", subject=subject, code=refused.err_code)
    return Conflict(subject)


class StreamLatest:
    """As runtime.ports.Latest."""

    def __init__(self, broker: NatsBroker, stream: topology.Stream) -> None:
        self._broker = broker
        self._stream = stream
        self._publisher = Publisher(broker)

    async def find(self, subject: str) -> Held | None:
        last = await reached(self._publisher.asking.last(self._stream.name, subject))
        return Held(subject, last.sequence, last.data) if last else None

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
        held = await reached(self._publisher.asking.last(topology.REMINDERS.name, name))
        return held.sequence if held else None

    async def remove(self, number: int) -> None:
        try:
            await reached(js(self._broker).delete_msg(topology.REMINDERS.name, number))
        except APIError as error:
            if error.err_code != DELETE_FAILED or error.description != "no message found":
                raise
