"""Runtime, publish: stores a message in a stream, or a timer that the stream holds."""

from datetime import UTC, datetime

from faststream.nats import NatsBroker
from opentelemetry import propagate

from contracts import topology
from contracts.envelope import EVENT_JSON
from runtime.connection import js

PUBLISH_SECONDS = 5.0


class Publisher:
    """Publishes with an acknowledgement from the stream, always."""

    def __init__(self, broker: NatsBroker) -> None:
        self._broker = broker

    async def publish(
        self,
        subject: str,
        data: bytes,
        *,
        message_id: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> int:
        """Store one event; returns its sequence.

        The same `message_id` within the stream's duplicate window is stored once.
        """
        all_headers = {"Content-Type": EVENT_JSON, **(headers or {})}
        if message_id is not None:
            all_headers["Nats-Msg-Id"] = message_id
        propagate.inject(all_headers)
        ack = await js(self._broker).publish(
            subject, data, timeout=PUBLISH_SECONDS, headers=all_headers
        )
        return ack.seq

    async def schedule(self, subject: str, target: str, data: bytes, at_real: datetime) -> None:
        """Let the stream deliver `data` on `target` at a real moment; replaces an earlier timer
        on the same subject. A moment in the past fires at once.

        Source: NATS ADR-51; the server ticks every 250 ms.
        """
        moment = at_real.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        headers = {"Nats-Schedule": f"@at {moment}", "Nats-Schedule-Target": target}
        await self.publish(subject, data, headers=headers)

    async def cancel(self, subject: str) -> None:
        """Remove the timer on `subject`; harmless where there is none."""
        await js(self._broker).purge_stream(topology.REMINDERS.name, subject=subject)
