"""Tests, deploy: nats-server with the manifests' own configuration, and its users."""

import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import nats
from faststream.nats import NatsBroker
from nats.aio.client import Client

from contracts import topology
from contracts.permissions import TOPOLOGY, inbox_prefix
from deploy.local.process import Process, Reserved, answers
from runtime.clock import SystemClock
from runtime.jetstream.connection import js, make_broker
from runtime.jetstream.queue import StreamQueue
from runtime.jetstream.streams import declare_stream
from runtime.settings import RuntimeSettings
from tests.deploy.manifests import K8S

CONF = K8S / "base" / "nats"
DEV = K8S / "overlays" / "dev"
PASSWORD = "dev"
REFUSED = re.compile(r'permissions violation for (?:publish|subscription) to "([^"]+)"')


def server(name: str, folder: Path, cluster: str, more: str = "") -> Process:
    """A server with the manifests' own files; only paths and ports differ, as they must here.

    `more` stands at the configuration's end.
    """
    client, monitor = Reserved(), Reserved()
    folder.mkdir()
    text = (CONF / "nats.conf").read_text()
    text = text.replace("port: 4222", f"port: {client.number}").replace("8222", str(monitor.number))
    text = text.replace("/data", str(folder / "data")).replace("/var/run/nats", str(folder))
    (folder / "nats.conf").write_text(text + more)
    (folder / "cluster.conf").write_text(cluster)
    (folder / "permissions.conf").write_text((CONF / "permissions.conf").read_text())
    (folder / "route-tls.conf").write_text((CONF / "route-tls.conf").read_text())
    (folder / "passwords.conf").write_text((DEV / "passwords.conf").read_text())
    return Process(
        name,
        f"nats://127.0.0.1:{client.number}",
        [str(Path(sys.executable).parent / "nats-server"), "--config", str(folder / "nats.conf")],
        ready=lambda: answers(f"http://127.0.0.1:{monitor.number}/healthz"),
        log=folder / "log",
        ports=(client, monitor),
        env={"POD_NAME": name},
    )


def alone(folder: Path, more: str = "") -> Process:
    """The one server of the dev overlay."""
    return server("nats-0", folder, (DEV / "cluster.conf").read_text(), more)


@dataclass
class User:
    """A connected user, and what the server said that it may not."""

    client: Client
    refused: list[str] = field(default_factory=list)

    async def refusals(self) -> list[str]:
        """The subjects so far, in small letters, as the client has them."""
        for _ in range(2):  # the client's first ping overtakes what it has still to write
            await self.client.flush()
        return [found for one in self.refused for found in REFUSED.findall(one)]


@asynccontextmanager
async def connected_as(user: str, server: Process, password: str = PASSWORD) -> AsyncIterator[User]:
    refused: list[str] = []

    async def hear(error: Exception) -> None:
        refused.append(str(error))

    client = await nats.connect(
        server.url,
        user=user,
        password=password,
        inbox_prefix=inbox_prefix(user),
        error_cb=hear,
        allow_reconnect=False,
    )
    try:
        yield User(client, refused)
    finally:
        await client.close()


def environment(user: str, server: Process, folder: Path) -> dict[str, str]:
    """What a process reads to come in as this user."""
    password = folder / "password"
    password.write_text(PASSWORD)
    return {
        "NGAYSO_NATS_URL": server.url,
        "NGAYSO_NATS_USER": user,
        "NGAYSO_NATS_PASSWORD_FILE": str(password),
    }


def broker(user: str, server: Process, folder: Path) -> NatsBroker:
    """As the service itself would connect."""
    given = environment(user, server, folder)
    settings = RuntimeSettings(
        nats_url=server.url,
        nats_user=user,
        nats_password_file=Path(given["NGAYSO_NATS_PASSWORD_FILE"]),
    )
    return make_broker(settings, user)


async def earlier_streams(server: Process, folder: Path) -> None:
    """The streams of an earlier version, and a durable of leases that were lost."""
    async with broker(TOPOLOGY, server, folder) as connected:
        for stream in topology.STREAMS:
            earlier = stream.model_copy(update={"max_age": timedelta(days=1000)})
            await declare_stream(js(connected), earlier, 1)
    async with broker(topology.REGISTRY, server, folder) as connected:
        await StreamQueue(connected, SystemClock()).create(topology.decider(0, 1), 0)
