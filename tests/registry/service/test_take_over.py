"""Who decides when a replica dies or leaves: soon somebody else, on one server and on three."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from contracts.topology import LEASE_SECONDS, PARTITIONS, partition
from deploy.local import parts
from deploy.local.process import Process
from runtime.jetstream.connection import js, make_broker
from runtime.jetstream.streams import declare
from runtime.settings import RuntimeSettings
from tests.registry.plans import unit
from tests.registry.service.client import Client, connected

pytestmark = [pytest.mark.servers, pytest.mark.slow]

UNITS = [f"u-{number}" for number in range(40)]
EVERY = 0.02
HAND_OVER_SECONDS = 1.0
BUSY_SECONDS, WRITES = 1.0, PARTITIONS
"""What a busy test machine may add to a bound that an idle one keeps: so much, or what as many
writes take there as a hand-over is: a lease and a durable of each partition that one of two held.
"""


@pytest.fixture(params=["one server", "three servers"])
def nats(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, int]]:
    """The servers' address, and in how many copies streams are kept there."""
    with ExitStack() as stack:
        if request.param == "one server":
            yield stack.enter_context(parts.nats_server(tmp_path / "nats")).url, 1
        else:
            cluster = stack.enter_context(parts.nats_cluster(tmp_path))
            yield cluster.url, 3


@pytest.fixture
async def registries(nats: tuple[str, int], tmp_path: Path) -> Iterator[list[Process]]:
    """Two processes over a declared topology."""
    url, replicas = nats
    broker = make_broker(RuntimeSettings(nats_url=url), "tests")
    await broker.connect()
    await declare(js(broker), replicas=replicas)
    await broker.stop()
    env = {"NGAYSO_NATS_URL": url}
    found = [parts.service("registry", env, log=tmp_path / f"{n}.log") for n in range(2)]
    with ExitStack() as stack:
        for part in found:
            stack.enter_context(part)
        yield found


async def send_on(client: Client, seconds: float) -> tuple[int, float]:
    """A record of one unit after the other, about as many to each partition: how many, and the
    longest that storing one took.
    """
    number, storing, ends = 0, 0.0, time.monotonic() + seconds
    while time.monotonic() < ends:
        name = UNITS[number % len(UNITS)]
        names = [{"value": f"Đơn vị {name} lần {number}"}]
        record = unit(name, names=names).model_dump(mode="json", exclude_none=True)
        began = time.monotonic()
        await client.send("operator", "record-unit", {"record": record})
        storing = max(storing, time.monotonic() - began)
        number += 1
        await asyncio.sleep(EVERY)
    return number, storing


def busy(storing: float) -> float:
    print(f"storing one took {storing:.2f} s at most")
    return max(BUSY_SECONDS, WRITES * storing)


def waited(verdict: dict[str, Any]) -> float:
    """Seconds from storing to deciding."""
    moments = (datetime.fromisoformat(verdict[name]) for name in ("received_at", "decided_at"))
    received, decided = (moment.astimezone(UTC) for moment in moments)
    return (decided - received).total_seconds()


async def longest(client: Client, sent: int) -> float:
    """The longest wait of so many commands; each has one verdict, and nothing was refused."""
    verdicts = await client.hear(sent)
    sequences = [verdict["command"]["sequence"] for verdict in verdicts]
    assert len(set(sequences)) == len(sequences) == sent
    assert {verdict["outcome"] for verdict in verdicts} == {"accepted"}
    return max(map(waited, verdicts))


def test_the_units_of_this_test_are_in_every_partition() -> None:
    """Else a partition that nobody takes would go unseen."""
    assert len({partition(name) for name in UNITS}) > PARTITIONS * 0.8


async def test_a_dead_replica_delays_nobody_longer_than_its_lease_and_a_second(
    nats: tuple[str, int], registries: list[Process]
) -> None:
    """SIGKILL: its durables and leases stay behind, and the other replica fences them off."""
    async with connected(nats[0].split(",")[0]) as client:
        sending = asyncio.create_task(send_on(client, 8))
        await client.hear(40)
        registries[0].kill()
        sent, storing = await sending
        assert await longest(client, sent - 40) < LEASE_SECONDS + 1 + busy(storing)


async def test_a_replica_that_leaves_or_joins_delays_nobody_longer_than_a_second(
    nats: tuple[str, int], registries: list[Process]
) -> None:
    """SIGTERM, and a start again: the partitions change hands twice."""
    async with connected(nats[0].split(",")[0]) as client:
        sending = asyncio.create_task(send_on(client, 8))
        await client.hear(40)
        await asyncio.to_thread(registries[0].stop)
        await client.hear(40)
        await asyncio.to_thread(registries[0].start)
        sent, storing = await sending
        assert await longest(client, sent - 80) < HAND_OVER_SECONDS + busy(storing)
