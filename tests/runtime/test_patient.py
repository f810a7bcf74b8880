"""A service's connection is tried for as long as it lives, by what its files say at each try."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import nkeys
import pytest
import structlog
from faststream.nats import NatsBroker
from structlog.testing import capture_logs

from contracts.permissions import NOTIFIER
from contracts.topology import REGISTRY
from deploy.local import parts
from deploy.local.process import Process
from runtime.access.guard import Guard
from runtime.access.safe import issue
from runtime.jetstream.connection import connection
from runtime.missing import MISSING
from runtime.patient import connect, patient_broker
from runtime.settings import RuntimeSettings
from tests.fence.given import keys_in
from tests.fence.secured import certificates

pytestmark = pytest.mark.servers

WITHIN = 30
HOUR_OF_TRIES = 3600
"""A second apart, as a service tries."""


@asynccontextmanager
async def trying(settings: RuntimeSettings, user: str = REGISTRY) -> AsyncIterator[NatsBroker]:
    """A service that connects, without the second between two tries."""
    MISSING.begin()
    broker = patient_broker(settings, user)
    broker._connection_kwargs["reconnect_time_wait"] = 0
    connecting = asyncio.create_task(connect(broker))
    try:
        yield broker
    finally:
        connecting.cancel()
        await broker.stop()


async def missed(*kinds: str) -> None:
    """Until this is what is missing, and nothing else."""
    async with asyncio.timeout(WITHIN):
        while [need["what"] for need in MISSING.told()] != list(kinds):
            await asyncio.sleep(0.01)


async def answers(broker: NatsBroker) -> None:
    async with asyncio.timeout(WITHIN):
        while not await broker.ping(0.1):
            await asyncio.sleep(0.01)
    await connection(broker).flush(5)


async def tried(broker: NatsBroker, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Counts tries from here on."""
    count = [0]
    told = broker._connection_kwargs["error_cb"]

    async def counting(error: Exception) -> None:
        count[0] += 1
        await told(error)

    monkeypatch.setitem(broker._connection_kwargs, "error_cb", counting)
    return count


async def test_an_hour_without_nats_ends_nothing_and_takes_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many tries as an hour has; then the server comes, and is told once too."""
    server = parts.nats_server(tmp_path / "nats")
    structlog.reset_defaults()  # the command, where a test ran it, tells what is critical alone
    with capture_logs() as lines:
        async with trying(RuntimeSettings(nats_url=server.url)) as broker:
            count = await tried(broker, monkeypatch)
            await asyncio.sleep(0)
            async with asyncio.timeout(WITHIN):
                while count[0] < HOUR_OF_TRIES:
                    await asyncio.sleep(0.01)
            [need] = MISSING.told()
            server.start()
            await answers(broker)
            await missed()
        server.stop()
    assert need["what"] == "no-nats"
    assert "does not answer at 127.0.0.1:" in need["said"]
    assert [line["event"] for line in lines] == ["missing", "there-again"]


def password(server: Process, word: str) -> None:
    """The server wants this one from now on; whoever came in by another is cut off."""
    conf = Path(server.command[-1])
    plain = conf.read_text().partition("authorization")[0]
    conf.write_text(f'{plain}authorization {{ user: registry, password: "{word}" }}\n')
    if server.alive:
        server.process.send_signal(signal.SIGHUP)


async def test_a_password_is_read_anew_at_each_try(tmp_path: Path) -> None:
    """At the start, and of a service that runs: the server says no for good, and is asked again."""
    server, file = parts.nats_server(tmp_path / "nats"), tmp_path / "password"
    password(server, "first")
    file.write_text("wrong")
    settings = {"nats_url": server.url, "nats_user": REGISTRY, "nats_password_file": file}
    with server:
        async with trying(RuntimeSettings(**settings)) as broker:
            await missed("nats-not-let-in")
            file.write_text("first\n")
            await missed()
            await answers(broker)

            password(server, "second")
            await missed("nats-not-let-in")
            file.write_text("second\n")
            await missed()
            await answers(broker)


async def test_credentials_that_end_are_read_anew(tmp_path: Path) -> None:
    """The server cuts off whoever's have ended; also an empty file is no more than a bad one."""
    keys = keys_in(tmp_path)
    file = tmp_path / "own.creds"
    role = nkeys.from_seed((keys.folder / f"roles/{NOTIFIER}.nk").read_bytes().strip())

    def given(seconds: float) -> None:
        at = int(time.time())
        until = at + int(seconds)
        new = tmp_path / "new.creds"
        new.write_text(issue(role, keys.platform(), NOTIFIER, at, until)[1])
        os.replace(new, file)  # noqa: PTH105 (as a Secret is replaced)

    with parts.nats_server(tmp_path / "nats", guard=Guard(keys)) as server:
        given(3)
        settings = RuntimeSettings(nats_url=server.url, nats_credentials_file=file)
        async with trying(settings, NOTIFIER) as broker:
            await answers(broker)
            await missed("nats-not-let-in")
            file.write_text("")
            await asyncio.sleep(0.1)  # some tries with nothing in it
            given(3600)
            await missed()
            await answers(broker)


async def test_certificates_are_read_anew_for_each_connection(tmp_path: Path) -> None:
    """Another authority's, under a service that runs: of the server's, and of who is believed."""
    keys, old, new = keys_in(tmp_path), tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
        certificates(folder)
    guard = Guard(keys, tmp_path, mutual=True)
    for file in old.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    ours = {f"nats_{name}_file": old / f"{of}" for name, of in (
        ("ca", "ca.pem"), ("certificate", "client.pem"), ("key", "client.key")
    )}  # fmt: skip
    with parts.nats_server(tmp_path / "nats", guard=guard) as server:
        settings = RuntimeSettings(
            nats_url=server.url, nats_credentials_file=keys.credentials(NOTIFIER), **ours
        )
        async with trying(settings, NOTIFIER) as broker:
            await answers(broker)
            for file in new.iterdir():
                (tmp_path / file.name).write_bytes(file.read_bytes())
            server.restart()
            await missed("nats-certificate")
            for file in new.iterdir():
                (old / file.name).write_bytes(file.read_bytes())
            await missed()
            await answers(broker)
