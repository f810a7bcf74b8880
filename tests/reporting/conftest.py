"""Reporting tests: the whole service through its own build(), on real servers."""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import httpx
import pytest
from faststream.nats import NatsBroker

from contracts import topology
from contracts.envelope import encode
from contracts.topology import REPORTING_PROJECT
from runtime.clock import SystemClock
from runtime.jetstream.connection import js, make_broker
from runtime.jetstream.log import JetStreamLog
from runtime.jetstream.streams import declare
from runtime.ports import Stored
from runtime.serve import asgi
from services.reporting.main import build
from services.reporting.settings import Settings
from tests.issuer import AUDIENCE, Issuer


class Log:
    """The real log, for a test to append to and to wait for its readers."""

    def __init__(self, broker: NatsBroker) -> None:
        self.broker = broker
        self.events = JetStreamLog(broker, SystemClock())
        self._last: dict[str, int] = {}

    async def append(self, messages: Iterable[Stored]) -> None:
        for message in messages:
            lock = topology.lock_of(message.subject)
            last = self._last.get(lock, 0)
            events = [encode(event) for event in message.events]
            self._last[lock] = await self.events.append(message.subject, events, last)

    async def projected(self, but: int = 0) -> None:
        """Until no message of the projection's durable, `but` so many, is left to be settled."""
        durable = REPORTING_PROJECT
        while True:
            info = await js(self.broker).consumer_info(durable.stream, durable.name)
            if not info.num_pending and info.num_ack_pending == but:
                return


@pytest.fixture
async def log(nats_url: str) -> AsyncIterator[Log]:
    broker = make_broker(Settings(nats_url=nats_url), "tests")
    await broker.connect()
    await declare(js(broker), replicas=1)
    yield Log(broker)
    await broker.stop()


@pytest.fixture
def settings(nats_url: str, mongodb_uri: str, database: str, issuer: Issuer) -> Settings:
    return Settings(
        nats_url=nats_url,
        mongodb_uri=mongodb_uri,
        mongodb_database=database,
        oidc_issuer=issuer.url,
        oidc_audience=AUDIENCE,
    )


Running = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture
def running(issuer: Issuer) -> Running:
    """Runs the service in this process and gives an operator's client of its HTTP side."""

    @asynccontextmanager
    async def run(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
        app = asgi(build(settings))
        async with app.router.lifespan_context(app):
            await app.state.started.wait()
            transport = httpx.ASGITransport(app, raise_app_exceptions=False)
            headers = issuer.headers("operator")
            async with httpx.AsyncClient(
                transport=transport, base_url="http://reporting", headers=headers
            ) as http:
                yield http

    return run
