"""A registry in this process, on a campaign clock that stands in September 2022."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest

from runtime.jetstream.connection import js, make_broker
from runtime.jetstream.streams import declare
from runtime.serve import asgi
from services.registry.main import build
from services.registry.settings import RegistrySettings
from tests.registry.plans import PLAN, PROVINCE, START, units
from tests.registry.service.client import Client, connected


@pytest.fixture
async def settings(nats_url: str) -> RegistrySettings:
    """Settings for a server on which the topology is declared."""
    settings = RegistrySettings(
        nats_url=nats_url, clock_anchor=datetime.now(UTC), clock_start=START, clock_scale=1.0
    )
    broker = make_broker(settings, "tests")
    await broker.connect()
    await declare(js(broker), replicas=1)
    await broker.stop()
    return settings


def replica(settings: RegistrySettings, port: int = 8000) -> AbstractAsyncContextManager[None]:
    """One running registry; several may run at once, told apart by their ports."""
    app = asgi(build(settings.model_copy(update={"http_port": port})))

    @asynccontextmanager
    async def running() -> AsyncIterator[None]:
        async with app.router.lifespan_context(app):
            await app.state.started.wait()
            yield

    return running()


@pytest.fixture
async def client(settings: RegistrySettings) -> AsyncIterator[Client]:
    async with connected(settings.nats_url) as client:
        yield client


async def set_up(client: Client, **changes: Any) -> None:
    """Record the units and publish the plan, through the registry."""
    records = units()
    for unit in records:
        record = unit.model_dump(mode="json", exclude_none=True)
        await client.send("operator", "record-unit", {"record": record})
    await client.send(PROVINCE, "publish-plan", {"plan": {**PLAN, **changes}})
    verdicts = await client.hear(len(records) + 1)
    assert {verdict["outcome"] for verdict in verdicts} == {"accepted"}
