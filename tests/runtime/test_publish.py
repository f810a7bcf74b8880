"""Timers that the stream holds, on the real server."""

from datetime import UTC, datetime, timedelta

import pytest
from faststream.nats import NatsBroker

from contracts import topology
from runtime.jetstream.connection import js
from runtime.jetstream.publish import Publisher

pytestmark = pytest.mark.servers
TIMER = topology.rung_timer("plan", "unit", "duty", "due", "rung")
TARGET = topology.rung_target("plan", "unit")


def soon(seconds: float) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=seconds)


async def fired(broker: NatsBroker, wanted: int) -> list[bytes]:
    durable = topology.NOTIFIER_REMIND
    sub = await js(broker).pull_subscribe(
        durable.filters[0], durable=durable.name, stream=durable.stream
    )
    got: list[bytes] = []
    while len(got) < wanted:
        for msg in await sub.fetch(10, timeout=10):
            got.append(msg.data)
            await msg.ack()
    return got


async def test_a_timer_fires_on_its_target_once_it_is_due(broker: NatsBroker) -> None:
    """Also one whose moment has passed: an outage delays a reminder, it does not lose it."""
    publisher = Publisher(broker)
    await publisher.schedule(TIMER, TARGET, b"past", soon(-3600))
    await publisher.schedule(TIMER + "2", TARGET, b"soon", soon(0.6))
    assert await fired(broker, 2) == [b"past", b"soon"]


async def test_publishing_again_replaces_and_purging_cancels(broker: NatsBroker) -> None:
    """Moved deadlines and met duties rest on this."""
    publisher = Publisher(broker)
    await publisher.schedule(TIMER, TARGET, b"old", soon(0.5))
    await publisher.schedule(TIMER, TARGET, b"new", soon(1.2))
    await publisher.schedule(TIMER + "2", TARGET, b"cancelled", soon(0.5))
    await publisher.cancel(TIMER + "2")
    await publisher.cancel(TIMER + "3")
    await publisher.schedule(TIMER + "4", TARGET, b"last", soon(1.8))
    assert await fired(broker, 2) == [b"new", b"last"]


async def test_the_same_message_id_is_stored_once(broker: NatsBroker) -> None:
    """A message composed twice leaves once."""
    publisher = Publisher(broker)
    first = await publisher.publish(topology.outbox("email", "m1"), b"x", message_id="m1")
    again = await publisher.publish(topology.outbox("email", "m1"), b"x", message_id="m1")
    assert first == again
    assert (await js(broker).stream_info("OUTBOX")).state.messages == 1
