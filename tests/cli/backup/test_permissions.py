"""The users `backup` and `restore` may do what the commands need, on the manifests' own server."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contracts import permissions, topology
from deploy.local.process import Process
from runtime.clock import SystemClock
from runtime.jetstream.connection import js
from runtime.jetstream.log import JetStreamLog
from runtime.jetstream.streams import declare
from tests.cli.given import run
from tests.deploy.nats.servers import alone, broker, environment

pytestmark = pytest.mark.servers


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[Process]:
    with alone(tmp_path / "nats") as running:
        yield running


async def _filled(server: Process, folder: Path) -> None:
    """The topology, and a fact and a contact by those who may write them."""
    for user in (permissions.TOPOLOGY, topology.REGISTRY):
        async with broker(user, server, folder) as connected:
            if user == permissions.TOPOLOGY:
                await declare(js(connected), 1)
            else:
                log = JetStreamLog(connected, SystemClock())
                await log.append(topology.plan_facts("p"), [b"{}"], 0)


async def _destroyed(server: Process, folder: Path) -> None:
    async with broker(permissions.RESTORE, server, folder) as connected:
        await js(connected).delete_stream(topology.EVENTS.name)


def test_a_backup_reads_and_a_restore_needs_a_credential_of_its_own(
    guarded: Process,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The standing one takes and verifies a backup, and can put nothing back."""

    def command(user: str, *words: Any) -> int:
        for name, value in environment(user, guarded, tmp_path).items():
            monkeypatch.setenv(name, value)
        code, out, err = run(capsys, *words)
        print(out, err)
        return code

    backup = tmp_path / "backup"
    asyncio.run(_filled(guarded, tmp_path))
    assert command(permissions.BACKUP, "backup", backup) == 0
    assert command(permissions.BACKUP, "log", "verify", backup) == 0
    asyncio.run(_destroyed(guarded, tmp_path))
    assert command(permissions.BACKUP, "restore", backup) == 2
    assert command(permissions.RESTORE, "restore", backup) == 0
    assert command(permissions.BACKUP, "log", "verify", backup) == 0
