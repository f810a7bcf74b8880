"""A server in operator mode with two units' systems, and one that speaks for two units."""

import asyncio
from collections.abc import Iterator

import pytest

from contracts import fence as rules
from deploy.local import parts
from runtime.access.guard import Guard
from runtime.jetstream.streams import heard
from tests.fence.given import Fence, keys_in, made
from tests.fence.secured import Secured, certificates, connected, trusting


@pytest.fixture(scope="module")
def fence(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fence]:
    """One server, its streams, and credentials for the units `ba-to` and `son-ha`."""
    folder = tmp_path_factory.mktemp("fence")
    keys = keys_in(folder)
    with parts.nats_server(folder / "nats", guard=Guard(keys)) as server:
        fence = made(server.url, folder, keys)
        asyncio.run(fence.declare())
        fence.grant("ba-to", "son-ha")
        yield fence


@pytest.fixture(scope="package")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    folder = tmp_path_factory.mktemp("cluster")
    certificates(folder)
    keys = keys_in(folder)
    with (
        pytest.MonkeyPatch.context() as environment,
        parts.nats_cluster(folder / "nats", guard=Guard(keys, tls=folder), door=True) as cluster,
    ):
        environment.setenv("NGAYSO_NATS_CA_FILE", str(folder / "ca.pem"))
        fence = made(cluster.url, folder, keys)
        fence.options = {"tls": trusting(folder)}
        asyncio.run(fence.declare(replicas=3))
        fence.grant("ba-to", "son-ha")
        secured = Secured(fence, cluster, folder)
        asyncio.run(_knows_what_is_behind(secured))
        yield secured


async def _knows_what_is_behind(secured: Secured) -> None:
    """The door, which has just been started: until then nobody answers there."""
    async with connected(secured, "ba-to", secured.door) as one:
        await heard(one.client.jetstream(), rules.sent("ba-to", "declare-activity", "ba-to"))
