"""Backup, verify and restore on real servers: one, and three."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nats.js.api import StreamConfig

from contracts import topology
from deploy.local import parts
from runtime.delivery import EXPECTED, RESTORED
from tests.cli.given import js_of, run

pytestmark = pytest.mark.servers

CAPSYS = pytest.CaptureFixture[str]
SUBJECTS = [topology.unit_facts("p", f"unit-{number}") for number in range(5)]


async def append(js: Any, count: int, begin: int = 0) -> None:
    """Facts as services append them: each after the last one of its subject."""
    last = {subject: await _last(js, subject) for subject in SUBJECTS}
    for number in range(begin, begin + count):
        subject = SUBJECTS[number % len(SUBJECTS)]
        body = json.dumps({"number": number, "text": "x" * 100}).encode()
        ack = await js.publish(subject, body, headers={EXPECTED: str(last[subject])})
        last[subject] = ack.seq


async def _last(js: Any, subject: str) -> int:
    info = await js.stream_info("EVENTS", subject)
    if not info.state.subjects:
        return 0
    return int((await js.get_last_msg("EVENTS", subject)).seq)


async def everything(js: Any) -> list[tuple[Any, ...]]:
    """Each record that the leader has, with the moment at which it was first stored."""
    found, info = [], await js.stream_info("EVENTS")
    for sequence in range(1, info.state.last_seq + 1):
        try:
            record = await js.get_msg("EVENTS", sequence)
        except Exception:
            continue
        headers = dict(record.headers or {})
        stamp = headers.pop(RESTORED, None)
        found.append((sequence, record.subject, record.data, headers, stamp))
    return found


async def wipe(js: Any) -> None:
    for stream in await js.streams_info():
        await js.delete_stream(stream.config.name)


def verify(capsys: CAPSYS, *arguments: object) -> tuple[int, dict[str, list[tuple[str, int]]]]:
    """The exit code, and the problems of each server's copy."""
    code, out, _ = run(capsys, "log", "verify", *arguments, "--json")
    return code, {
        copy["server"]: [(one["fault"], one["sequence"]) for one in copy["problems"]]
        for copy in json.loads(out)["copies"]
    }


@pytest.fixture
def log_with_gaps(nats_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """NATS with a log whose messages may be deleted, as nobody may in production."""

    async def make(js: Any) -> None:
        subjects = list(topology.EVENTS.subjects)
        await js.add_stream(StreamConfig(name="EVENTS", subjects=subjects))

    monkeypatch.setenv("NGAYSO_NATS_URL", nats_url)
    js_of(nats_url, make)
    return nats_url


@pytest.fixture
def backup(tmp_path: Path) -> str:
    return str(tmp_path / "backup")


def test_a_log_with_a_gap_is_restored_with_it(
    log_with_gaps: str, backup: str, capsys: CAPSYS
) -> None:
    """Under the same sequences and with the same moments; the log then goes on as before."""
    url = log_with_gaps
    js_of(url, lambda js: append(js, 8))
    js_of(url, lambda js: js.delete_msg("EVENTS", 3))
    assert run(capsys, "topology", "apply")[0] == 0
    code, out, _ = run(capsys, "backup", backup)
    assert (code, "số 3" in out) == (1, True)
    before = js_of(url, everything)
    js_of(url, wipe)

    assert run(capsys, "restore", backup)[0] == 0

    after = js_of(url, everything)
    assert [one[:4] for one in after] == [one[:4] for one in before]
    assert verify(capsys, backup) == (1, {"nats": [("missing", 3)]})
    js_of(url, lambda js: append(js, 5))
    assert run(capsys, "backup", backup)[0] == 0
    assert js_of(url, everything)[-1][0] == 13
    info = js_of(url, lambda js: js.consumer_info("EVENTS", topology.NOTIFIER_REACT.name))
    assert info.num_pending == 12


def test_a_log_that_is_there_is_not_lost_to_a_restore(
    topology_there: str, backup: str, capsys: CAPSYS
) -> None:
    """It is replaced only on demand, and only where the backup has all of it."""
    url = topology_there
    js_of(url, lambda js: append(js, 5))
    assert run(capsys, "backup", backup)[0] == 0
    code, _, err = run(capsys, "restore", backup)
    assert (code, "restore-not-empty" in err) == (2, True)
    js_of(url, lambda js: append(js, 2))
    code, _, err = run(capsys, "restore", backup, "--replace")
    assert (code, "restore-loses" in err, "số 6" in err) == (2, True, True)
    assert len(js_of(url, everything)) == 7
    assert run(capsys, "backup", backup)[0] == 0
    assert run(capsys, "restore", backup, "--replace")[0] == 0
    assert verify(capsys, backup) == (0, {"nats": []})


def test_a_forged_record_is_found(topology_there: str, backup: str, capsys: CAPSYS) -> None:
    """Who puts one in does not know, or says wrongly, what it follows."""
    url = topology_there
    js_of(url, lambda js: append(js, 5))
    assert run(capsys, "backup", backup)[0] == 0
    js_of(url, lambda js: js.publish(SUBJECTS[0], b"[]"))
    for place in ((), (backup,)):
        assert verify(capsys, *place) == (1, {"nats": [("unlinked", 6)]})


def test_nothing_is_restored_under_a_running_service(
    registry: str, backup: str, capsys: CAPSYS
) -> None:
    """It would decide, remind and answer on a log that is half there."""
    assert run(capsys, "backup", backup)[0] == 0
    code, _, err = run(capsys, "restore", backup)
    assert (code, "restore-running" in err, "registry" in err) == (2, True, True)


def test_a_restore_killed_half_way_is_run_again(
    log_with_gaps: str, backup: str, capsys: CAPSYS
) -> None:
    """What it left is no log of its own, so it may be replaced."""
    url = log_with_gaps
    js_of(url, lambda js: append(js, 1500))
    js_of(url, lambda js: js.delete_msg("EVENTS", 1))
    assert run(capsys, "topology", "apply")[0] == 0
    run(capsys, "backup", backup)
    before = js_of(url, everything)
    js_of(url, wipe)

    async def some(js: Any) -> None:
        while not await _there(js):
            pass

    command = [sys.executable, "-m", "cli.main", "restore", backup]
    with subprocess.Popen(command, env={**os.environ, "NGAYSO_NATS_URL": url}) as restoring:
        js_of(url, some)
        restoring.kill()
    code, _, err = run(capsys, "restore", backup)
    assert (code, "restore-not-empty" in err) == (2, True)
    assert run(capsys, "restore", backup, "--replace")[0] == 0
    assert [one[:4] for one in js_of(url, everything)] == [one[:4] for one in before]


async def _there(js: Any) -> int:
    try:
        return int((await js.stream_info("EVENTS")).state.messages)
    except Exception:
        return 0


@pytest.fixture
def cluster(
    tmp_path: Path, capsys: CAPSYS, monkeypatch: pytest.MonkeyPatch
) -> Iterator[parts.Cluster]:
    """Three servers with every stream in three copies."""
    with parts.nats_cluster(tmp_path / "cluster") as cluster:
        monkeypatch.setenv("NGAYSO_NATS_URL", cluster.url)
        monkeypatch.setenv("NGAYSO_NATS_REPLICAS", "3")
        while run(capsys, "topology", "apply")[0]:
            pass  # three servers that have just met may be slow to agree; it is safe to run again
        yield cluster


def flip(folder: Path, needle: bytes) -> None:
    """One bit of one record, as a disk does it."""
    for path in folder.rglob("streams/EVENTS/msgs/*.blk"):
        data = bytearray(path.read_bytes())
        at = data.find(needle)
        if at >= 0:
            data[at + len(needle) + 20] ^= 1
            path.write_bytes(data)
            return
    raise AssertionError(f"{needle!r} is in no block of {folder}")


@pytest.mark.slow
def test_a_flipped_bit_on_one_of_three_servers_is_found_and_mended(
    cluster: parts.Cluster, tmp_path: Path, backup: str, capsys: CAPSYS
) -> None:
    """Whoever leads: also once the damaged copy is the one that answers. Nothing is lost, since the
    backup reads every copy.
    """
    url = cluster.url.split(",")[0]
    js_of(url, lambda js: append(js, 300))
    assert run(capsys, "backup", backup)[0] == 0
    assert verify(capsys, backup) == (0, {f"nats-{number}": [] for number in range(3)})
    js_of(url, lambda js: append(js, 300, begin=300))
    info = js_of(url, lambda js: js.stream_info("EVENTS"))
    damaged = info.cluster.replicas[0].name
    server = cluster.members[int(damaged[-1])]
    server.stop()
    flip(tmp_path / "cluster" / damaged, b'"number": 550,')
    server.start()

    sound = {f"nats-{number}": [] for number in range(3)}
    found = sound | {damaged: [("missing", 551)]}
    assert verify(capsys, backup) == verify(capsys) == (1, found)
    lead(url, damaged)
    assert verify(capsys, backup) == (1, found)
    assert run(capsys, "backup", backup)[0] == 0
    code, _, said = run(capsys, "restore", backup, "--replace")
    assert code == 0, said
    assert verify(capsys, backup) == (0, sound)
    after = js_of(url, lambda js: js.stream_info("EVENTS"))
    assert (after.state.messages, after.config.num_replicas) == (600, 3)


def lead(url: str, server: str) -> None:
    """Make a server the leader of the log."""

    async def step_down(js: Any) -> None:
        request = json.dumps({"placement": {"preferred": server}}).encode()
        await js._nc.request("$JS.API.STREAM.LEADER.STEPDOWN.EVENTS", request, timeout=5)
        while (await js.stream_info("EVENTS")).cluster.leader != server:
            time.sleep(0.05)

    js_of(url, step_down)
