"""JetStream's side of the ports is what the specification says, on the real server."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest
import structlog
from faststream.nats import NatsBroker
from nats.js.errors import APIError
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from contracts import topology
from deploy.local import parts
from deploy.local.process import Process
from runtime.clock import SystemClock
from runtime.delivery import EXPECTED
from runtime.jetstream.connection import connection, js, make_broker
from runtime.jetstream.leases import StreamLeases
from runtime.jetstream.log import JetStreamLog, StreamPages, direct_get
from runtime.jetstream.publish import CONFLICTS, Publisher, StreamLatest, StreamTimers
from runtime.jetstream.queue import StreamQueue
from runtime.jetstream.streams import declare_stream, measure
from runtime.ports import Conflict
from runtime.settings import RuntimeSettings
from tests.runtime.specification.kept import KeptSpecification
from tests.runtime.specification.leases import LeasesSpecification
from tests.runtime.specification.log import (
    OTHER,
    SUBJECT,
    LogSpecification,
    RestoredLogSpecification,
    held,
)
from tests.runtime.specification.outbox import OutboxSpecification
from tests.runtime.specification.quarantine import QuarantineSpecification
from tests.runtime.specification.queue import QueueSpecification
from tests.runtime.specification.timers import TimersSpecification

pytestmark = pytest.mark.servers


@pytest.fixture
def clock() -> SystemClock:
    return SystemClock()


class _Kept:
    """What a test does to the stream behind the log's back."""

    def __init__(self, broker: NatsBroker, server: Process | None = None) -> None:
        self._broker = broker
        self._server = server

    async def write(
        self, subject: str, data: bytes, headers: Mapping[str, str] | None = None
    ) -> None:
        await js(self._broker).publish(subject, data, headers=dict(headers or {}))

    async def restore(self, sequence: int) -> None:
        """A server with another disk: the same messages, and no later ones."""
        assert self._server is not None
        request = {"seq": 1, "next_by_subj": "evt.>", "batch": 1000}
        page, _ = await direct_get(self._broker, topology.EVENTS.name, request)
        connections = connection(self._broker).stats["reconnects"]
        self._server.stop()
        shutil.rmtree(self._server.log.parent / "jetstream")
        self._server.start()
        while connection(self._broker).stats["reconnects"] == connections:
            await asyncio.sleep(0.05)
        await declare_stream(js(self._broker), topology.EVENTS, replicas=1)
        for msg in page[:sequence]:
            headers = msg.headers or {}
            await js(self._broker).publish(
                headers["Nats-Subject"], msg.data, headers={EXPECTED: headers[EXPECTED]}
            )


class TestJetStreamLog(LogSpecification, QuarantineSpecification):
    @pytest.fixture
    def log(self, broker: NatsBroker, clock: SystemClock) -> JetStreamLog:
        return JetStreamLog(broker, clock)

    @pytest.fixture
    def kept(self, broker: NatsBroker) -> _Kept:
        return _Kept(broker)


class TestSinglyReadLog(LogSpecification):
    @pytest.fixture
    def log(self, broker: NatsBroker, clock: SystemClock) -> JetStreamLog:
        return JetStreamLog(broker, clock, singly=True)

    @pytest.fixture
    def kept(self, broker: NatsBroker) -> _Kept:
        return _Kept(broker)


async def test_the_log_is_not_purged_and_no_message_of_it_deleted(
    broker: NatsBroker, clock: SystemClock
) -> None:
    """Whoever asks: these flags of the stream are never taken back."""
    number = await JetStreamLog(broker, clock).append(SUBJECT, [held("a")], 0)
    for attempt in (
        js(broker).purge_stream(topology.EVENTS.name),
        js(broker).delete_msg(topology.EVENTS.name, number),
        declare_stream(
            js(broker), topology.EVENTS.model_copy(update={"for_ever": False}), replicas=1
        ),
    ):
        with pytest.raises(APIError):
            await attempt
    assert await JetStreamLog(broker, clock).last(SUBJECT) is not None


class TestRestoredJetStreamLog(RestoredLogSpecification):
    @pytest.fixture
    def nats_url(self, own_nats: Process) -> str:
        return own_nats.url

    @pytest.fixture
    def log(self, broker: NatsBroker, clock: SystemClock) -> JetStreamLog:
        return JetStreamLog(broker, clock)

    @pytest.fixture
    def kept(self, broker: NatsBroker, own_nats: Process) -> _Kept:
        return _Kept(broker, own_nats)


@pytest.mark.parametrize("code", [10071, 10164], ids=["one server", "three servers"])
async def test_a_lost_race_is_a_conflict_however_the_server_says_it(
    broker: NatsBroker, clock: SystemClock, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """Three servers answer with another code than one. It is told with its code, and counted."""

    async def refuse(*_: object, **__: object) -> None:
        raise APIError(code=400, err_code=code, description="wrong last sequence")

    monkeypatch.setattr(Publisher, "publish", refuse)
    before, part = CONFLICTS._value.get(), topology.part("p", "u")
    structlog.reset_defaults()  # the command, where a test ran it, tells what is critical alone
    with capture_logs() as said:
        with pytest.raises(Conflict):
            await JetStreamLog(broker, clock).append(SUBJECT, [held("a")], 0)
        with pytest.raises(Conflict):
            await StreamLatest(broker, topology.PARTS).replace(part, b"x", 0)
    told = [(one["subject"], one["code"]) for one in said if one["event"] == "conflict"]
    assert told == [(SUBJECT, code), (part, code)]
    assert CONFLICTS._value.get() == before + 2


async def test_on_three_servers_one_of_many_appends_wins(
    tmp_path: Path, clock: SystemClock
) -> None:
    """Whatever the code that a replicated stream answers with; the history is whole."""
    with parts.nats_cluster(tmp_path) as cluster:
        broker = make_broker(RuntimeSettings(nats_url=cluster.url), "tests")
        await broker.connect()
        await declare_stream(js(broker), topology.EVENTS, replicas=3)
        log = JetStreamLog(broker, clock)
        await log.append(OTHER, [held("x")], expected=0)  # the new stream has its leader by then
        await LogSpecification().test_of_many_appends_on_one_state_one_wins(log)
        await broker.stop()


class TestJetStreamKept(KeptSpecification):
    @pytest.fixture
    def latest(self, broker: NatsBroker) -> StreamLatest:
        return StreamLatest(broker, topology.PARTS)

    @pytest.fixture
    def pages(self, broker: NatsBroker) -> StreamPages:
        return StreamPages(broker, topology.PARTS)


class TestJetStreamQueue(QueueSpecification):
    @pytest.fixture
    def queue(self, broker: NatsBroker, clock: SystemClock) -> StreamQueue:
        return StreamQueue(broker, clock)


async def test_the_server_puts_every_word_where_we_say(broker: NatsBroker) -> None:
    """Its `partition` is ours, for whatever a subject may hold; the stored pattern is ours too."""
    random = Random(16)
    letters = "abcdefghijklmnopqrstuvwxyz0123456789-_ĐẠƠ"
    words = ["".join(random.choices(letters, k=random.randint(1, 64))) for _ in range(500)]
    nc = js(broker)
    for word in words:
        await nc.publish(topology.command("u", "system", "submit-report", word), b"x")
    for word in words:
        pattern = topology.stored_command("u", "*", "submit-report", word)
        found = await nc.get_last_msg(topology.COMMANDS.name, pattern)
        assert found.subject == topology.stored_command("u", "system", "submit-report", word)


async def test_as_many_commands_wait_as_nobody_decided(broker: NatsBroker) -> None:
    """By that number registries are scaled."""
    for word in ("a", "b", "c"):
        await js(broker).publish(topology.command("u", "system", "submit-report", word), b"x")
    await measure(js(broker))
    assert REGISTRY.get_sample_value("ngayso_commands_waiting") == 3


class TestJetStreamLeases(LeasesSpecification):
    @pytest.fixture
    def client(self, _short: None, broker: NatsBroker) -> Callable[[], StreamLeases]:
        return lambda: StreamLeases(broker)


class TestJetStreamTimers(TimersSpecification):
    @pytest.fixture
    def timers(self, broker: NatsBroker, clock: SystemClock) -> StreamTimers:
        return StreamTimers(broker, clock)

    @pytest.fixture
    def fired(self, broker: NatsBroker) -> Any:
        durable = topology.NOTIFIER_REMIND

        async def fired(count: int) -> list[bytes]:
            sub = await js(broker).pull_subscribe(
                durable.filters[0], durable=durable.name, stream=durable.stream
            )
            got: list[bytes] = []
            while len(got) < count:
                for msg in await sub.fetch(10, timeout=10):
                    got.append(msg.data)
                    await msg.ack()
            return got

        return fired


class TestJetStreamOutbox(OutboxSpecification):
    @pytest.fixture
    def outbox(self, broker: NatsBroker) -> Publisher:
        return Publisher(broker)

    @pytest.fixture
    def sent(self, broker: NatsBroker) -> Callable[[], Awaitable[list[bytes]]]:
        async def sent() -> list[bytes]:
            request = {"seq": 1, "next_by_subj": "send.>", "batch": 100}
            page, _ = await direct_get(broker, topology.OUTBOX.name, request)
            return [msg.data for msg in page]

        return sent
