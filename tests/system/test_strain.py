"""Two thousand half-open requests at each service's port: it answers as ever, and they are cut."""

import asyncio
import resource
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from deploy.local import parts
from deploy.local.process import Process, stop_all
from runtime.bounds import Bounds
from runtime.jetstream.connection import js, make_broker
from runtime.jetstream.streams import declare
from runtime.settings import RuntimeSettings
from tests.issuer import Issuer

pytestmark = [pytest.mark.servers, pytest.mark.slow]

HALF_OPEN = 2000
PROMPT_SECONDS = 2.0
HALVES = (
    b"",
    b"GET /livez HTTP/1.1\r\nHost: ngayso\r\nX-Slow: ",
    b"POST /api/views/rebuild HTTP/1.1\r\nHost: ngayso\r\nContent-Length: 1000000\r\n\r\n{",
    b"GET /livez HTTP/1.1\r\nHost: ngayso\r\n\r\nGET /livez HTTP/1.1\r\n",
)
"""A connection and no word, half a header, half a body, an answered request and half of another."""


@pytest.fixture
async def declared(nats_url: str) -> str:
    """A server with every stream."""
    broker = make_broker(RuntimeSettings(nats_url=nats_url), "tests")
    await broker.connect()
    await declare(js(broker), replicas=1)
    await broker.stop()
    return nats_url


@pytest.fixture
def services(
    declared: str, mongodb_uri: str, database: str, issuer: Issuer, tmp_path: Path
) -> Iterator[dict[str, Process]]:
    """The three services as processes; what they send to is of no matter here."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 10_000)), hard))
    env = {
        "NGAYSO_NATS_URL": declared,
        "NGAYSO_MONGODB_URI": mongodb_uri,
        "NGAYSO_MONGODB_DATABASE": database,
        **issuer.env,
        **parts.contacts_keys(tmp_path / "contacts"),
        **parts.gateways(tmp_path / "gateways", "http://127.0.0.1:9"),
    }
    names = ("registry", "notifier", "reporting")
    running = {name: parts.service(name, env, log=tmp_path / f"{name}.log") for name in names}
    for part in running.values():
        part.launch()
    for part in running.values():
        part.wait_ready()
    yield running
    stop_all(running.values())


async def half_open(url: str) -> list[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """As many as are said, a quarter of each kind."""
    opened = []
    for number in range(HALF_OPEN):
        reader, writer = await asyncio.open_connection("127.0.0.1", int(url.rsplit(":", 1)[1]))
        writer.write(HALVES[number % len(HALVES)])
        opened.append((reader, writer))
    return opened


async def answered(url: str, **headers: str) -> float:
    """How long an answer took, on a connection of its own."""
    async with httpx.AsyncClient(timeout=PROMPT_SECONDS) as client:
        begun = time.monotonic()
        (await client.get(url, headers=headers)).raise_for_status()
        return time.monotonic() - begun


async def cut(reader: asyncio.StreamReader) -> None:
    try:
        await reader.read()
    except ConnectionResetError:
        return


async def test_half_open_requests_hold_nothing(
    services: dict[str, Process], issuer: Issuer
) -> None:
    """Of every service's one port: probes, metrics, and what reporting serves beside."""
    token = issuer.headers("operator")
    asked = [("registry", "/metrics", {}), ("notifier", "/metrics", {})]
    asked.append(("reporting", "/api/plans", token))
    opened = []
    for name, path, headers in asked:
        url = services[name].url
        halves = await half_open(url)
        opened += halves
        took = [await answered(url + "/livez"), await answered(url + path, **headers)]
        assert not any(reader.at_eof() for reader, _ in halves), "too slow to say anything"
        print(f"{name}: {HALF_OPEN} opened, answers in {took[0]:.3f} and {took[1]:.3f} s")
    async with asyncio.timeout(Bounds().request + 5):
        await asyncio.gather(*(cut(reader) for reader, _ in opened))
    for name, path, headers in asked:
        assert await answered(services[name].url + path, **headers) < PROMPT_SECONDS
    for _, writer in opened:
        writer.close()
