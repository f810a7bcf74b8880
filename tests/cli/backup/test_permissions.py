"""The users `backup` and `restore` may do what the commands need, and nothing else, on the
manifests' own server.
"""

import asyncio
import json
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from cli.backup.archive import existing
from cli.backup.place import open_place
from cli.backup.restoring.cluster import Cluster
from contracts import permissions, topology
from deploy.local.process import Process
from runtime.clock import SystemClock
from runtime.delivery import EXPECTED
from runtime.jetstream.connection import js
from runtime.jetstream.log import JetStreamLog
from runtime.jetstream.publish import Publisher, StreamLatest
from runtime.jetstream.streams import declare
from runtime.settings import STORE_MIB
from services.reporting.outbound.frozen.files import PIECE, StoredFiles
from tests.cli.given import run
from tests.deploy.nats import trace
from tests.deploy.nats.servers import alone, broker, earlier_streams, environment
from tests.runtime.specification.log import held

pytestmark = pytest.mark.servers

UNIT = topology.unit_facts("p", "ba-to")
OTHER = topology.unit_facts("p", "ly-son")
SIGNED = b"signed " * (PIECE // 3)
"""A file of several pieces."""
ACTS = [b"granted", b"rotated", b"revoked"]
"""Of one name, as they are recorded one after the other."""
Command = Callable[..., tuple[int, str]]


@pytest.fixture
def lost(tmp_path: Path) -> Iterator[Process]:
    with alone(tmp_path / "lost", trace.TRACE) as running:
        yield running


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Process]:
    """In place of the lost one; there are streams of an earlier version, and an owner's durable."""
    with alone(tmp_path / "empty", trace.TRACE) as running:
        asyncio.run(earlier_streams(running, tmp_path))
        yield running


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Process]:
    """In place of the lost one too, with no stream."""
    with alone(tmp_path / "bare", trace.TRACE) as running:
        yield running


@pytest.fixture
def command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Command:
    def command(server: Process, user: str, *words: Any) -> tuple[int, str]:
        for name, value in environment(user, server, tmp_path).items():
            monkeypatch.setenv(name, value)
        capsys.readouterr()  # what the connections of this test logged
        code, out, err = run(capsys, *words)
        print(out, err)
        return code, out

    return command


async def filled(server: Process, folder: Path) -> int:
    """Facts, one record that nobody can read, whose sequence this is, a part, a contact and who was
    given credentials; the log's records can still be removed.
    """
    async with broker(permissions.TOPOLOGY, server, folder) as connected:
        await declare(js(connected), 1)
    async with broker(permissions.RESTORE, server, folder) as connected:
        await Cluster(js(connected), 1, STORE_MIB).open_log()
    async with broker(topology.REGISTRY, server, folder) as connected:
        log = JetStreamLog(connected, SystemClock())
        await log.append(UNIT, [held("a")], 0)
        bad = await Publisher(connected).publish(UNIT, b"?")
        await log.append(UNIT, [held("b")], bad)
        await log.append(OTHER, [held("a")], 0)
        await log.append(topology.directory_facts("u"), [held("a")], 0)
        await StreamLatest(connected, topology.PARTS).replace(topology.part("p", "u"), b"x", 0)
    async with broker(permissions.RESTORE, server, folder) as connected:
        for number, act in enumerate(ACTS):
            headers = {EXPECTED: str(number)}
            await Publisher(connected).publish(topology.access("ba-to"), act, headers)
    async with broker(permissions.NOTIFIER, server, folder) as connected:
        log = JetStreamLog(connected, SystemClock(), singly=True)
        await log.append(topology.message_facts("p", "u"), [held("a")], 0)
        await Publisher(connected).publish(f"$KV.{topology.CONTACTS_BUCKET}.u", b"closed")
    async with broker(permissions.REPORTING, server, folder) as connected:
        await StoredFiles(connected).put("p", SIGNED)
    return bad


async def one_lost(server: Process, folder: Path) -> int:
    """A record that no copy has any more, with one after it that cannot be read either."""
    async with broker(topology.REGISTRY, server, folder) as connected:
        log = JetStreamLog(connected, SystemClock())
        gone = await log.append(topology.plan_facts("p"), [held("a")], 0)
        await Publisher(connected).publish(topology.plan_facts("q"), b"?")
    async with broker(permissions.RESTORE, server, folder) as connected:
        await Cluster(js(connected), 1, STORE_MIB).remove(gone)
    return gone


async def marked(server: Process, folder: Path) -> None:
    """The stream of timers holds those of the log that was there before."""
    async with broker(permissions.NOTIFIER, server, folder) as connected:
        await StreamLatest(connected, topology.REMINDERS).replace(topology.TIMERS_WHOLE, b"{}", 0)


async def whole_timers(server: Process, folder: Path) -> bool:
    async with broker(permissions.NOTIFIER, server, folder) as connected:
        kept = StreamLatest(connected, topology.REMINDERS)
        return await kept.find(topology.TIMERS_WHOLE) is not None


async def signed(server: Process, folder: Path) -> bytes | None:
    async with broker(permissions.REPORTING, server, folder) as connected:
        return await StoredFiles(connected).get("p", sha256(SIGNED).hexdigest())


async def standings(server: Process, folder: Path) -> list[str]:
    """How each record of both units stands, as the registry reads them."""
    async with broker(topology.REGISTRY, server, folder) as connected:
        log = JetStreamLog(connected, SystemClock())
        return [one.standing for one in await log.read(topology.unit_facts("p", "*"))]


def unused(user: str, server: Process) -> set[str]:
    """What a user may and did not use of a server, which ends here; nothing was refused."""
    server.stop()
    rows, refused = trace.rights(server.log, [user])
    print(trace.table(rows))
    assert refused == {}
    return {pattern for _, _, pattern, count in rows if not count}


def test_a_log_with_quarantines_is_restored_by_the_credentials_that_are_for_it(
    lost: Process, empty: Process, bare: Process, command: Command, tmp_path: Path
) -> None:
    """The standing one takes and verifies a backup, and can put nothing back; what each may is
    used here, over streams or where there is none, and nothing else is tried by what is for it.
    """
    place = tmp_path / "backup"
    bad = asyncio.run(filled(lost, tmp_path))
    reason = ("--reason", "garbage", "--by", "tester")
    assert command(lost, topology.OPERATOR, "log", "quarantine", bad, *reason)[0] == 0
    assert command(lost, permissions.BACKUP, "backup", place)[0] == 0
    code, out = command(lost, permissions.BACKUP, "log", "verify", place, "--json")
    [copy] = json.loads(out)["copies"]
    assert (code, copy["problems"], copy["set_aside"]) == (0, [], [bad])
    gone = asyncio.run(one_lost(lost, tmp_path))
    assert command(lost, permissions.BACKUP, "backup", place)[0] == 1

    asyncio.run(marked(empty, tmp_path))
    for server in (empty, bare):
        assert command(server, permissions.RESTORE, "restore", place)[0] == 0
    code, out = command(empty, permissions.BACKUP, "log", "verify", place, "--json")
    [copy] = json.loads(out)["copies"]
    wrong = [("missing", gone), ("unlinked", gone + 1)]
    found = [(one["fault"], one["sequence"]) for one in copy["problems"]]
    assert (code, found, copy["set_aside"]) == (1, wrong, [bad])
    assert asyncio.run(standings(empty, tmp_path)) == ["whole", "quarantined", "whole", "whole"]
    assert not asyncio.run(whole_timers(empty, tmp_path))
    assert asyncio.run(signed(empty, tmp_path)) == SIGNED
    assert command(empty, permissions.BACKUP, "backup", tmp_path / "again")[0] == 1
    again = existing(open_place(str(tmp_path / "again"), make=False))
    assert [one.data for one in again.records(topology.ACCESS.name)] == ACTS

    assert unused(permissions.BACKUP, lost) == set()
    assert unused(permissions.RESTORE, empty) & unused(permissions.RESTORE, bare) == set()


def test_the_credential_of_the_backup_puts_nothing_back(
    lost: Process, command: Command, tmp_path: Path
) -> None:
    """What it is refused changes nothing."""
    place = tmp_path / "backup"
    bad = asyncio.run(filled(lost, tmp_path))
    assert command(lost, permissions.BACKUP, "backup", place)[0] == 0
    assert command(lost, permissions.BACKUP, "restore", place, "--replace")[0] == 2
    code, out = command(lost, permissions.BACKUP, "log", "verify", place, "--json")
    [copy] = json.loads(out)["copies"]
    assert (code, copy["records"]) == (1, 6)
    assert [(one["fault"], one["sequence"]) for one in copy["problems"]] == [("unlinked", bad)]


def test_who_may_not_is_told_which_account_may(
    lost: Process,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The operator's own may not verify; nobody says that NATS is away, or shows a log line."""
    asyncio.run(filled(lost, tmp_path))
    given = environment(topology.OPERATOR, lost, tmp_path)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    capsys.readouterr()
    code, out, err = run(capsys, "log", "verify")
    assert (code, out) == (2, "")
    assert [line for line in err.splitlines() if "WARNING" in line] == []
    assert "[nats-denied]" in err
    assert "tài khoản backup" in err

    Path(given["NGAYSO_NATS_PASSWORD_FILE"]).write_text("another")
    code, _, err = run(capsys, "log", "verify")
    assert (code, "[nats-not-let-in]" in err) == (2, True)
