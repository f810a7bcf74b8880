"""The failure policy and the client's traps, on the real server."""

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

import nats.errors
import pytest
from faststream.nats import NatsBroker

from contracts import topology
from deploy.local.process import Process
from runtime import ahead, policy
from runtime.clock import SystemClock
from runtime.delivery import Delivery, Handler, Key
from runtime.jetstream import connection
from runtime.jetstream.connection import js, make_broker
from runtime.jetstream.consume import subscribe, subscribe_batch
from runtime.jetstream.publish import Publisher
from runtime.jetstream.streams import consumer_config, declare_durable, declare_stream
from runtime.life import REMEDY, Life, Service
from runtime.serve import Health
from runtime.settings import RuntimeSettings
from tests.runtime.specification import handing
from tests.runtime.specification.handing import DURABLE, LATE, SUBJECT, Heard

pytestmark = pytest.mark.servers
clock = SystemClock()
Patch = pytest.MonkeyPatch


async def send(broker: NatsBroker, *bodies: bytes) -> None:
    for body in bodies:
        await Publisher(broker).publish(SUBJECT, body)


async def settled(broker: NatsBroker) -> None:
    """Until nothing of the durable is pending or unacknowledged."""
    async with asyncio.timeout(LATE):
        while True:
            info = await js(broker).consumer_info(DURABLE.stream, DURABLE.name)
            if not info.num_pending and not info.num_ack_pending:
                return


async def letters(broker: NatsBroker) -> list[dict[str, Any]]:
    sub = await js(broker).subscribe("dead.*", ordered_consumer=True)
    count = (await js(broker).stream_info("DEAD_LETTERS")).state.messages
    return [json.loads((await sub.next_msg(5)).data)["data"] for _ in range(count)]


class _Handing:
    def __init__(self, broker: NatsBroker, url: str) -> None:
        self._broker = broker
        self._url = url

    async def send(self, *bodies: bytes) -> None:
        await send(self._broker, *bodies)

    @asynccontextmanager
    async def to(self, handler: Handler, key: Key | None) -> AsyncIterator[None]:
        broker = make_broker(RuntimeSettings(nats_url=self._url), "handler")
        await broker.connect()
        subscribe(broker, DURABLE, handler, clock, key)
        await broker.start()
        yield
        await broker.stop()

    async def settled(self) -> None:
        await settled(self._broker)

    async def letters(self) -> list[dict[str, Any]]:
        return await letters(self._broker)


class TestJetStreamHanding(handing.HandingSpecification):
    @pytest.fixture
    def handing(self, broker: NatsBroker, nats_url: str, monkeypatch: Patch) -> _Handing:
        monkeypatch.setattr(connection, "GRACE_SECONDS", 0.1)  # a handler that hangs is killed
        return _Handing(broker, nats_url)


async def test_a_bad_message_in_a_batch_is_found_by_halves(
    broker: NatsBroker, monkeypatch: Patch
) -> None:
    """All-or-nothing handlers still let the good ones through."""
    monkeypatch.setattr(policy, "MAX_DELIVERIES", 1)
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
    await settled(broker)
    assert len(await letters(broker)) == 1


async def test_what_waits_behind_others_stays(broker: NatsBroker, monkeypatch: Patch) -> None:
    """Nobody else is given what is in hand for longer than its acknowledgement time."""
    monkeypatch.setattr(ahead, "MOST_BYTES", 1)
    heard, ack_wait = Heard(1), DURABLE.ack_wait.total_seconds()

    async def handle(items: Sequence[Delivery]) -> None:
        heard.add(b"%d" % items[0].deliveries)
        await asyncio.sleep(0.3 * ack_wait)

    subscribe_batch(broker, DURABLE, handle, clock)
    await send(broker, *[b"ok"] * 10)
    await broker.start()
    await heard.all()
    other = await js(broker).pull_subscribe("", durable=DURABLE.name, stream=DURABLE.stream)
    with pytest.raises(nats.errors.TimeoutError):
        await other.fetch(1, timeout=1.2 * ack_wait)
    await other.unsubscribe()
    await settled(broker)
    assert await heard.all() == [b"1"] * 10


async def test_a_durable_s_changed_settings_reach_the_server(broker: NatsBroker) -> None:
    """A client alone creates a consumer only where it is absent and ignores the rest."""
    changed = DURABLE.model_copy(update={"max_ack_pending": 7})
    await declare_durable(js(broker), changed)
    info = await js(broker).consumer_info(DURABLE.stream, DURABLE.name)
    assert info.config.max_ack_pending == 7 == consumer_config(changed).max_ack_pending


async def test_fetching_ends_with_the_client_s_own_timeout(broker: NatsBroker) -> None:
    """The builtin one would kill FastStream's consume task and strand a batch."""
    sub = await js(broker).pull_subscribe("", durable=DURABLE.name, stream=DURABLE.stream)
    for timeout in (0.001, 0.005, 0.01, 0.02):
        for _ in range(30):
            with suppress(nats.errors.TimeoutError):
                assert await sub.fetch(10, timeout=timeout) == []
    await sub.unsubscribe()


async def test_a_durable_that_is_gone_is_not_asked_for_without_a_pause(
    broker: NatsBroker, monkeypatch: Patch
) -> None:
    """FastStream alone asks as fast as the server can answer that there is none; and it goes on
    once there is one again.
    """
    heard, asked = Heard(1), [0]

    async def handle(item: Delivery) -> None:
        heard.add(item.data)

    publish = connection.connection(broker).publish

    async def counted(subject: str, *words: Any, **options: Any) -> None:
        asked[0] += "MSG.NEXT" in subject
        await publish(subject, *words, **options)

    subscribe(broker, DURABLE, handle, clock)
    await broker.start()
    await js(broker).delete_consumer(DURABLE.stream, DURABLE.name)
    await asyncio.sleep(1)  # what was asked before is over
    monkeypatch.setattr(connection.connection(broker), "publish", counted)
    await asyncio.sleep(1)
    assert 0 < asked[0] <= 4
    await declare_durable(js(broker), DURABLE)
    await send(broker, b"again")
    assert await heard.all() == [b"again"]


async def test_nothing_is_asked_of_a_server_that_is_away(own_nats: Process) -> None:
    """It would lie in the client's memory until the server is back, and then all be asked."""
    broker = make_broker(RuntimeSettings(nats_url=own_nats.url), "tests")
    await broker.connect()
    await declare_stream(js(broker), topology.EVENTS, replicas=1)
    durable = await js(broker).add_consumer(topology.EVENTS.name, durable_name="d")
    sub = await js(broker).pull_subscribe_bind(durable.name, stream=topology.EVENTS.name)
    client = connection.connection(broker)
    own_nats.kill()
    while client.is_connected:
        await asyncio.sleep(0.01)
    for _ in range(3):
        with pytest.raises(nats.errors.TimeoutError):
            await sub.fetch(10, timeout=0.1)
    assert client.pending_data_size == 0
    own_nats.restart()
    assert await broker.ping(LATE)
    await broker.stop()


async def test_an_answer_that_comes_after_a_flush_has_given_up_leaves_the_connection_alive(
    own_nats: Process,
) -> None:
    """The client alone stops reading there, and its process waits for ever."""
    broker = make_broker(RuntimeSettings(nats_url=own_nats.url), "tests")
    await broker.connect()
    client = connection.connection(broker)
    own_nats.process.send_signal(signal.SIGSTOP)
    os.waitid(os.P_PID, own_nats.process.pid, os.WSTOPPED)  # until then it may answer
    try:
        with pytest.raises(nats.errors.FlushTimeoutError):
            await client.flush(0.1)
    finally:
        own_nats.process.send_signal(signal.SIGCONT)
    assert await client.rtt(5) > 0
    await client.flush(5)
    assert (await js(broker).account_info()).streams == 0
    await broker.stop()


async def test_publishing_where_no_stream_listens_is_an_error(broker: NatsBroker) -> None:
    """A core publish would vanish without a word."""
    with pytest.raises(Exception, match="no response from stream"):
        await Publisher(broker).publish("nowhere.at.all", b"x")


async def test_a_command_of_5_mb_can_be_stored_and_so_answered(broker: NatsBroker) -> None:
    """The registry answers it with `too-large`; the server must let it through."""
    subject = topology.command("u", "system", "submit-report", "u")
    ack = await js(broker).publish(subject, b"x" * 5_000_000)
    assert ack.stream == topology.COMMANDS.name


async def test_health_tells_the_truth_about_a_deleted_durable(broker: NatsBroker) -> None:
    """It cannot come back by itself: readiness fails and says what is to be done; a restart would
    not bring it back.
    """
    service = Service("tests", broker, [DURABLE])
    life = Life(service)
    life.started.set()
    health = Health(service, life)
    assert (await health.ready(None)).status_code == 200
    assert (await health.live(None)).status_code == 200
    await js(broker).delete_consumer(DURABLE.stream, DURABLE.name)
    ready = await health.ready(None)
    said = json.loads(ready.body)["needs"]
    assert ready.status_code == 503
    assert [(one["what"], DURABLE.name in one["said"], one["next"]) for one in said] == [
        ("no-durable", True, REMEDY)
    ]
    assert (await health.live(None)).status_code == 200
    await declare_durable(js(broker), DURABLE)
    ready = await health.ready(None)
    assert (ready.status_code, json.loads(ready.body).get("needs")) == (200, None)
