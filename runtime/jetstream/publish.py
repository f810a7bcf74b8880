"""Runtime, JetStream: stores a message in a stream, or a timer that the stream holds."""

from datetime import UTC, datetime

from faststream.nats import NatsBroker
from nats.js.errors import APIError, NotFoundError
from opentelemetry import propagate

from contracts import topology
from contracts.envelope import EVENT_JSON
from runtime.clock import Clock
from runtime.jetstream.away import reached
from runtime.jetstream.connection import js

PUBLISH_SECONDS = 5.0
DELETE_FAILED = 10057
"""For whatever reason; the description tells which."""


class Publisher:
    """As runtime.ports.Outbox: publishes with an acknowledgement from the stream, always."""

    def __init__(self, broker: NatsBroker) -> None:
        self._broker = broker

    async def put(self, subject: str, data: bytes, message_id: str) -> None:
        await self.publish(subject, data, {"Nats-Msg-Id": message_id})

    async def publish(
        self, subject: str, data: bytes, headers: dict[str, str] | None = None
    ) -> int:
        """Store one event; returns its sequence."""
        all_headers = {"Content-Type": EVENT_JSON, **(headers or {})}
        propagate.inject(all_headers)
        ack = await reached(
            js(self._broker).publish(subject, data, timeout=PUBLISH_SECONDS, headers=all_headers)
        )
        return ack.seq


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
