"""System tests: the three services as processes of their own, on real servers and sinks."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from contracts.outgoing import Contact, Contacts
from deploy.local import parts
from deploy.local.process import Process, stop_all
from runtime.jetstream.connection import js, make_broker
from runtime.jetstream.streams import declare
from runtime.settings import RuntimeSettings
from services.notifier.outbound.contacts import ContactBucket
from tests.issuer import Issuer
from tests.notifier.conftest import ring_in
from tests.registry.plans import BA_TO, OFFICE
from tests.registry.service.client import Client, connected

MORNING = datetime.fromisoformat("2022-10-14T09:00:00+07:00")
"""After the declaration's deadline and the report's first rung, before the report's deadline."""


@pytest.fixture
async def declared(nats_url: str, tmp_path: Path) -> str:
    """A server with the topology declared and one unit's contact known."""
    broker = make_broker(RuntimeSettings(nats_url=nats_url), "tests")
    await broker.connect()
    await declare(js(broker), replicas=1)
    officer = Contact(id="ba-to-1", role="officer", name="Cán bộ mẫu", email="cb@ba-to.example")
    known = Contacts(unit=BA_TO, contacts=[officer])
    await ContactBucket(broker, ring_in(tmp_path)).replace(BA_TO, lambda _: known)
    await broker.stop()
    return nats_url


@pytest.fixture
def services(
    declared: str,
    mongodb_uri: str,
    database: str,
    smtp: Process,
    sms: Process,
    issuer: Issuer,
    tmp_path: Path,
) -> Iterator[dict[str, Process]]:
    """The three services, each its own process, on a campaign clock."""
    env = {
        "NGAYSO_NATS_URL": declared,
        "NGAYSO_MONGODB_URI": mongodb_uri,
        "NGAYSO_MONGODB_DATABASE": database,
        "NGAYSO_SMTP_PORT": smtp.url.rsplit(":", 1)[1],
        **parts.gateways(tmp_path, sms.url),
        "NGAYSO_GATHER_FOR": "PT0.2S",
        **issuer.env,
        **parts.contacts_keys(tmp_path / "contacts"),
        "NGAYSO_CLOCK_ANCHOR": datetime.now(UTC).isoformat(),
        "NGAYSO_CLOCK_START": MORNING.isoformat(),
    }
    names = ("registry", "notifier", "reporting")
    running = {n: parts.service(n, env, log=tmp_path / f"{n}.log").launch() for n in names}
    for part in running.values():
        part.wait_ready()
    yield running
    stop_all(running.values())


@pytest.fixture
def office(issuer: Issuer) -> dict[str, str]:
    """How the collecting office asks reporting."""
    return issuer.headers("collector", unit=OFFICE)


@pytest.fixture
async def client(declared: str) -> AsyncIterator[Client]:
    async with connected(declared) as client:
        yield client
