"""The failure policy and the client's traps, on the real server."""

import asyncio
import json
from collections.abc import Sequence
from contextlib import suppress

import nats.errors
import pytest
from faststream.nats import NatsBroker

from contracts import topology
from contracts.findings import Malformed, finding
from runtime.clock import SystemClock
from runtime.delivery import Delivery
from runtime.failure import Retry, Unavailable
from runtime.jetstream import consume
from runtime.jetstream.connection import js
from runtime.jetstream.consume import subscribe, subscribe_batch
from runtime.jetstream.publish import Publisher
from runtime.jetstream.streams import consumer_config, declare_durable
from runtime.serve import Health, Service

pytestmark = pytest.mark.servers
clock = SystemClock()
DURABLE = topology.REGISTRY_DECIDE
WAIT = 20


class Heard:
    """What a handler was given, and a way to await a number of them."""

    def __init__(self, wanted: int) -> None:
        self.wanted, self.items = wanted, list[bytes]()
        self.done = asyncio.Event()

    def add(self, data: bytes) -> None:
        self.items.append(data)
        if len(self.items) >= self.wanted:
            self.done.set()

    async def all(self) -> list[bytes]:
        await asyncio.wait_for(self.done.wait(), WAIT)
        return self.items


async def send(broker: NatsBroker, *bodies: bytes) -> None:
    for body in bodies:
        await Publisher(broker).publish(topology.command("u", "v"), body)


async def settled(broker: NatsBroker) -> None:
    """Until nothing of the durable is pending or unacknowledged."""
    while True:
        info = await js(broker).consumer_info(DURABLE.stream, DURABLE.name)
        if not info.num_pending and not info.num_ack_pending:
            return


async def letters(broker: NatsBroker) -> list[dict[str, object]]:
    sub = await js(broker).subscribe("dead.*", ordered_consumer=True)
    count = (await js(broker).stream_info("DEAD_LETTERS")).state.messages
    return [json.loads((await sub.next_msg(5)).data)["data"] for _ in range(count)]


async def test_a_malformed_message_is_buried_and_stops_nobody(broker: NatsBroker) -> None:
    """Its neighbours in the same batch are handled at once."""
    heard = Heard(2)

    async def handle(item: Delivery) -> None:
        if item.data == b"bad":
            raise Malformed([finding("not-json", detail="x")])
        heard.add(item.data)

    subscribe(broker, DURABLE, handle, clock, key=lambda item: item.subject)
    await send(broker, b"one", b"bad", b"two")
    await broker.start()
    assert await heard.all() == [b"one", b"two"]
    await asyncio.wait_for(settled(broker), WAIT)
    [letter] = await letters(broker)
    assert (letter["reason"], letter["subject"], letter["sequence"]) == ("malformed", "cmd.u.v", 2)


async def test_an_exception_does_not_drop_the_message(broker: NatsBroker) -> None:
    """FastStream's default would terminate it; here it comes back, later each time."""
    heard = Heard(1)

    async def handle(item: Delivery) -> None:
        if item.deliveries < 3:
            raise KeyError("a fault of ours")
        heard.add(item.data)

    subscribe(broker, DURABLE, handle, clock)
    await send(broker, b"x")
    await broker.start()
    assert await heard.all() == [b"x"]
    assert await letters(broker) == []


async def test_a_message_that_never_works_is_buried_in_the_end(
    broker: NatsBroker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the last delivery it is a dead letter with the reason, and the original whole."""
    monkeypatch.setattr(consume, "MAX_DELIVERIES", 2)

    async def handle(item: Delivery) -> None:
        raise KeyError("always")

    subscribe(broker, DURABLE, handle, clock)
    await send(broker, b"x")
    await broker.start()
    await asyncio.wait_for(settled(broker), WAIT)
    [letter] = await letters(broker)
    assert (letter["reason"], letter["deliveries"], letter["body_base64"]) == ("failed", 2, "eA==")


async def test_a_message_waits_for_a_server_that_is_away(
    broker: NatsBroker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unavailable never ends in a dead letter, however often."""
    monkeypatch.setattr(consume, "MAX_DELIVERIES", 1)
    heard = Heard(1)

    async def handle(item: Delivery) -> None:
        if item.deliveries < 4:
            raise Unavailable("database away")
        heard.add(item.data)

    subscribe(broker, DURABLE, handle, clock)
    await send(broker, b"x")
    await broker.start()
    assert await heard.all() == [b"x"]
    assert await letters(broker) == []


async def test_one_key_is_handled_in_order_and_put_back_when_asked(broker: NatsBroker) -> None:
    """Retry is not a fault: it does not count towards a dead letter's log line."""
    heard = Heard(3)

    async def handle(item: Delivery) -> None:
        if item.data == b"later" and item.deliveries == 1:
            raise Retry("not yet", 0.1)
        heard.add(item.data)

    subscribe(broker, DURABLE, handle, clock, key=lambda item: item.subject)
    await send(broker, b"later", b"one", b"two")
    await broker.start()
    assert await heard.all() == [b"one", b"two", b"later"]


async def test_a_bad_message_in_a_batch_is_found_by_halves(
    broker: NatsBroker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All-or-nothing handlers still let the good ones through."""
    monkeypatch.setattr(consume, "MAX_DELIVERIES", 1)
    heard = Heard(40)

    async def handle(items: Sequence[Delivery]) -> None:
        if any(item.data == b"bad" for item in items):
            raise ValueError("this batch")
        for item in items:
            heard.add(item.data)

    subscribe_batch(broker, DURABLE, handle, clock)
    await send(broker, *([b"ok"] * 20), b"bad", *([b"ok"] * 20))
    await broker.start()
    assert await heard.all() == [b"ok"] * 40
    await asyncio.wait_for(settled(broker), WAIT)
    assert len(await letters(broker)) == 1


async def test_a_durable_s_changed_settings_reach_the_server(broker: NatsBroker) -> None:
    """A client alone creates a consumer only where it is absent and ignores the rest."""
    changed = DURABLE.model_copy(update={"max_ack_pending": 7})
    await declare_durable(js(broker), changed)
    info = await js(broker).consumer_info(DURABLE.stream, DURABLE.name)
    assert info.config.max_ack_pending == 7 == consumer_config(changed).max_ack_pending


async def test_fetching_ends_with_the_client_s_own_timeout(broker: NatsBroker) -> None:
    """The builtin one would kill FastStream's consume task and strand a batch."""
    sub = await js(broker).pull_subscribe("cmd.*.*", durable=DURABLE.name, stream="COMMANDS")
    for timeout in (0.001, 0.005, 0.01, 0.02):
        for _ in range(30):
            with suppress(nats.errors.TimeoutError):
                assert await sub.fetch(10, timeout=timeout) == []
    await sub.unsubscribe()


async def test_publishing_where_no_stream_listens_is_an_error(broker: NatsBroker) -> None:
    """A core publish would vanish without a word."""
    with pytest.raises(Exception, match="no response from stream"):
        await Publisher(broker).publish("nowhere.at.all", b"x")


async def test_health_tells_the_truth_about_a_deleted_durable(broker: NatsBroker) -> None:
    """It cannot come back by itself, so readiness fails and liveness asks for a restart."""
    health = Health(Service("tests", broker, [DURABLE]))
    assert (await health.ready(None)).status_code == 200
    assert (await health.live(None)).status_code == 200
    await js(broker).delete_consumer(DURABLE.stream, DURABLE.name)
    assert (await health.ready(None)).status_code == 503
    assert (await health.live(None)).status_code == 503
