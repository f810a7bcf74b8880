"""Tests, deploy: the NATS configuration of the manifests, in the real server."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import nats.errors
import pytest

from contracts import permissions, topology
from deploy.local.parts import MAX_PAYLOAD
from deploy.local.process import Process, Reserved
from runtime.clock import SystemClock
from runtime.jetstream.leases import StreamLeases
from runtime.jetstream.publish import StreamTimers
from runtime.jetstream.queue import StreamQueue
from runtime.jetstream.streams import declare
from tests.deploy.manifests import K8S
from tests.deploy.nats.servers import CONF, alone, broker, connected_as, server

pytestmark = pytest.mark.servers

SERVERS = ("nats-0", "nats-1", "nats-2")


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[list[Process]]:
    """Three servers by base/nats/cluster.conf, each route at a port of its own on the loopback."""
    text = (CONF / "cluster.conf").read_text()
    routes = {name: Reserved() for name in SERVERS}
    for name, port in routes.items():
        text = text.replace(f"{name}.nats-headless:6222", f"127.0.0.1:{port.number}")
    with ExitStack() as stack:
        parts = [
            server(name, tmp_path / name, text.replace("port: 6222", f"port: {port.number}"))
            for name, port in routes.items()
        ]
        for part in parts:
            stack.callback(part.stop)
            part.launch()
        yield [part.wait_ready() for part in parts]


async def test_a_large_command_fits(declared: Process) -> None:
    async with connected_as(topology.OPERATOR, declared) as operator:
        assert operator.client.max_payload == MAX_PAYLOAD


async def test_the_notifier_sets_finds_and_removes_its_timers(
    declared: Process, tmp_path: Path
) -> None:
    """A timer that cannot be taken back would write to a unit that owes nothing any more."""
    connected = broker(permissions.NOTIFIER, declared, tmp_path)
    async with connected:
        timers = StreamTimers(connected, SystemClock())
        name, target = topology.rung_timer("p", "u", "d", "0", "r"), topology.rung_target("p", "u")
        await timers.set(name, target, b"due", datetime.now(UTC) + timedelta(days=1))
        number = await timers.find(name)
        assert number is not None
        await timers.remove(number)
        assert await timers.find(name) is None


async def test_the_registry_takes_partitions_and_their_queue(
    declared: Process, tmp_path: Path
) -> None:
    """What it needs beside reading and appending: leases, and durables named after them."""
    connected = broker(topology.REGISTRY, declared, tmp_path)
    async with connected:
        leases, queue = StreamLeases(connected), StreamQueue(connected, SystemClock())
        revision = await leases.take("partition.0", "registry-0")
        assert revision is not None
        durable = topology.decider(0, revision)
        await queue.create(durable, 0)
        assert await queue.durables() == [durable]
        await queue.delete(durable)
        assert await leases.renew("partition.0", "registry-0", revision) is not None


async def test_the_job_runs_again_though_twice_as_much_would_not_fit(tmp_path: Path) -> None:
    """One server alone counts a stream that it is asked to make before it sees that it has it."""
    base = (K8S / "base" / "kustomization.yaml").read_text()
    (store,) = re.findall(r"NGAYSO_NATS_STORE_MIB=(\d+)", base)
    with alone(tmp_path / "nats-0") as single:
        async with connected_as(permissions.TOPOLOGY, single) as job:
            for _ in range(2):
                await declare(job.client.jetstream(), 1, int(store))
            assert await job.refusals() == []


async def test_a_wrong_password_is_refused(declared: Process) -> None:
    """The accounts are in force: nobody gets in without a password."""
    with pytest.raises(nats.errors.Error, match="Authorization Violation"):
        async with connected_as(topology.REGISTRY, declared, password="wrong"):
            pass


async def test_three_servers_hold_three_copies(cluster: list[Process]) -> None:
    """The servers find each other by cluster.conf, and streams spread over them."""
    async with connected_as(permissions.TOPOLOGY, cluster[0]) as job:
        js = job.client.jetstream(timeout=10)
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
