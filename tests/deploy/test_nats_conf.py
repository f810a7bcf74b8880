"""Tests, deploy: the NATS configuration of the manifests, in the real server."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import nats
import nats.errors
import pytest
from faststream.nats import NatsBroker
from nats.aio.client import Client
from nats.js import JetStreamContext
from nats.js.api import StreamSource

from contracts import topology
from deploy.local.parts import MAX_PAYLOAD
from deploy.local.process import Process, Reserved, answers
from runtime.clock import SystemClock
from runtime.jetstream.connection import make_broker
from runtime.jetstream.leases import StreamLeases
from runtime.jetstream.publish import StreamTimers
from runtime.jetstream.queue import StreamQueue
from runtime.jetstream.streams import declare, declare_durable, declare_stream
from runtime.settings import RuntimeSettings
from tests.deploy.manifests import K8S, ROOT

pytestmark = pytest.mark.servers

CONF = K8S / "base" / "nats"
DEV = K8S / "overlays" / "dev"
SERVERS = ("nats-0", "nats-1", "nats-2")
UNIT = "ba-to"


def _server(name: str, folder: Path, cluster: str) -> Process:
    """A server with the manifests' own files; only paths and ports differ, as they must here."""
    client, monitor = Reserved(), Reserved()
    folder.mkdir()
    text = (CONF / "nats.conf").read_text()
    text = text.replace("port: 4222", f"port: {client.number}").replace("8222", str(monitor.number))
    text = text.replace("/data", str(folder / "data")).replace("/var/run/nats", str(folder))
    (folder / "nats.conf").write_text(text)
    (folder / "cluster.conf").write_text(cluster)
    (folder / "passwords.conf").write_text((DEV / "passwords.conf").read_text())
    return Process(
        name,
        f"nats://127.0.0.1:{client.number}",
        [str(ROOT / ".venv/bin/nats-server"), "--config", str(folder / "nats.conf")],
        ready=lambda: answers(f"http://127.0.0.1:{monitor.number}/healthz"),
        log=folder / "log",
        ports=(client, monitor),
        env={"POD_NAME": name},
    )


@pytest.fixture
def single(tmp_path: Path) -> Iterator[Process]:
    with _server("nats-0", tmp_path / "nats-0", (DEV / "cluster.conf").read_text()) as server:
        yield server


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[list[Process]]:
    """Three servers by base/nats/cluster.conf, each route at a port of its own on the loopback."""
    text = (CONF / "cluster.conf").read_text()
    routes = {name: Reserved() for name in SERVERS}
    for name, port in routes.items():
        text = text.replace(f"{name}.nats-headless:6222", f"127.0.0.1:{port.number}")
    with ExitStack() as stack:
        parts = [
            _server(name, tmp_path / name, text.replace("port: 6222", f"port: {port.number}"))
            for name, port in routes.items()
        ]
        for part in parts:
            stack.callback(part.stop)
            part.launch()
        yield [part.wait_ready() for part in parts]


@asynccontextmanager
async def _as(user: str, server: Process, password: str = "dev") -> AsyncIterator[Client]:
    async def quiet(_: Exception) -> None:
        """A refusal is what these tests wait for."""

    client = await nats.connect(
        server.url, user=user, password=password, error_cb=quiet, allow_reconnect=False
    )
    try:
        yield client
    finally:
        await client.close()


def _broker(user: str, server: Process, folder: Path) -> NatsBroker:
    """As the service itself would connect."""
    password = folder / "password"
    password.write_text("dev")
    settings = RuntimeSettings(nats_url=server.url, nats_user=user, nats_password_file=password)
    return make_broker(settings, user)


async def _contacts(js: JetStreamContext) -> bytes | None:
    bucket = await js.key_value(topology.CONTACTS_BUCKET)
    return (await bucket.get(UNIT)).value


@pytest.mark.parametrize("user", ["registry", "notifier", "reporting"])
async def test_a_service_declares_its_durables_and_no_stream(single: Process, user: str) -> None:
    """What the topology Job does is the operator's alone; the log cannot be rewritten either."""
    async with _as("operator", single) as operator:
        await declare(operator.jetstream(), 1)
    async with _as(user, single) as client:
        assert client.max_payload == MAX_PAYLOAD
        js = client.jetstream(timeout=0.3)
        for durable in topology.DURABLES:
            if durable.service == user:
                await declare_durable(js, durable)
        for attempt in (
            lambda: declare_stream(js, topology.EVENTS, 1),
            lambda: js.delete_stream(topology.EVENTS.name),
            lambda: js.delete_msg(topology.EVENTS.name, 1),
            lambda: js.delete_msg(topology.PARTS.name, 1),
            lambda: js.add_stream(
                name="SPY", sources=[StreamSource(name=f"KV_{topology.CONTACTS_BUCKET}")]
            ),
        ):
            with pytest.raises(nats.errors.TimeoutError):
                await attempt()


async def test_the_notifier_sets_finds_and_removes_its_timers(
    single: Process, tmp_path: Path
) -> None:
    """A timer that cannot be taken back would write to a unit that owes nothing any more."""
    async with _as("operator", single) as operator:
        await declare(operator.jetstream(), 1)
    broker = _broker("notifier", single, tmp_path)
    async with broker:
        timers = StreamTimers(broker, SystemClock())
        name, target = topology.rung_timer("p", "u", "d", "0", "r"), topology.rung_target("p", "u")
        await timers.set(name, target, b"due", datetime.now(UTC) + timedelta(days=1))
        number = await timers.find(name)
        assert number is not None
        await timers.remove(number)
        assert await timers.find(name) is None


async def test_the_registry_takes_partitions_and_their_queue(
    single: Process, tmp_path: Path
) -> None:
    """What it needs beside reading and appending: leases, and durables named after them."""
    async with _as("operator", single) as operator:
        await declare(operator.jetstream(), 1)
    broker = _broker("registry", single, tmp_path)
    async with broker:
        leases, queue = StreamLeases(broker), StreamQueue(broker, SystemClock())
        revision = await leases.take("partition.0", "registry-0")
        assert revision is not None
        durable = topology.decider(0, revision)
        await queue.create(durable, 0)
        assert await queue.durables() == [durable]
        await queue.delete(durable)
        assert await leases.renew("partition.0", "registry-0", revision) is not None


@pytest.mark.parametrize("user", ["registry", "reporting"])
async def test_contacts_are_read_by_notifier_and_operator_only(single: Process, user: str) -> None:
    """A name or a phone number is not for services that have no use for it."""
    async with _as("operator", single) as operator, _as("notifier", single) as notifier:
        await declare(operator.jetstream(), 1)
        bucket = await operator.jetstream().key_value(topology.CONTACTS_BUCKET)
        await bucket.put(UNIT, b"private")
        assert await _contacts(notifier.jetstream()) == b"private"
    stream = f"KV_{topology.CONTACTS_BUCKET}"
    async with _as(user, single) as other:
        js = other.jetstream(timeout=0.3)
        bucket = await js.key_value(topology.CONTACTS_BUCKET)
        for attempt in (
            lambda: bucket.get(UNIT),
            lambda: bucket.put(UNIT, b"forged"),
            bucket.keys,
            lambda: js.get_last_msg(stream, f"$KV.{topology.CONTACTS_BUCKET}.{UNIT}", direct=True),
            lambda: js.pull_subscribe("", durable="spy", stream=stream),
            lambda: js.purge_stream(stream),
        ):
            with pytest.raises(nats.errors.TimeoutError):
                await attempt()


async def test_a_wrong_password_is_refused(single: Process) -> None:
    """The accounts are in force: nobody gets in without a password."""
    with pytest.raises(nats.errors.Error, match="Authorization Violation"):
        async with _as("registry", single, password="wrong"):
            pass


async def test_three_servers_hold_three_copies(cluster: list[Process]) -> None:
    """The servers find each other by cluster.conf, and streams spread over them."""
    async with _as("operator", cluster[0]) as client:
        js = client.jetstream(timeout=10)
        await declare(js, len(cluster))
        for stream in topology.STREAMS:
            config = (await js.stream_info(stream.name)).config
            assert config.num_replicas == len(SERVERS)


def test_routes_name_every_server_of_the_cluster() -> None:
    """A server that no route names would be found by luck only."""
    routes = re.findall(
        r"nats-route://(nats-\d)\.nats-headless:6222", (CONF / "cluster.conf").read_text()
    )
    assert tuple(routes) == SERVERS
