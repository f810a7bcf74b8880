"""The one server of the manifests, with every stream declared as the topology Job does it."""

import asyncio
from collections.abc import Iterator

import pytest

from contracts import permissions
from deploy.local.process import Process
from runtime.jetstream.streams import declare
from tests.deploy.nats.servers import alone, connected_as


@pytest.fixture(scope="module")
def single(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    with alone(tmp_path_factory.mktemp("nats") / "nats-0") as running:
        yield running


@pytest.fixture(scope="module")
def declared(single: Process) -> Process:
    """A server on which the topology Job has run."""

    async def job() -> list[str]:
        async with connected_as(permissions.TOPOLOGY, single) as job:
            await declare(job.client.jetstream(), 1)
            return await job.refusals()

    assert asyncio.run(job()) == []
    return single
