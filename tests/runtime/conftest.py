"""Runtime tests: a connected broker with the topology declared, on a server of its own."""

from collections.abc import AsyncIterator

import pytest
from faststream.nats import NatsBroker

from runtime.jetstream.connection import js, make_broker
from runtime.jetstream.streams import declare
from runtime.settings import RuntimeSettings


@pytest.fixture
async def broker(nats_url: str) -> AsyncIterator[NatsBroker]:
    broker = make_broker(RuntimeSettings(nats_url=nats_url), "tests")
    await broker.connect()
    await declare(js(broker), replicas=1)
    yield broker
    await broker.stop()
