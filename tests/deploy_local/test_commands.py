"""Tests of `make up`, `down`, `demo` and `look`: one at a time, and each ends in a sentence."""

import asyncio
import ctypes
import json
import os
import re
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from deploy.local import demo
from deploy.local.campaign import EXAMPLES, Example
from deploy.local.command import LOCK, holder
from deploy.local.issuer.people import people
from deploy.local.issuer.tokens import bearer

pytestmark = pytest.mark.servers

UP, DOWN, DEMO, LOOK = ("up", "start"), ("up", "stop"), ("demo",), ("look",)
EXAMPLE = Example(demo.EXAMPLE)
_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE = 24, 1
_libc = ctypes.CDLL(None)


def launch(folder: Path, words: tuple[str, ...], **more) -> subprocess.Popen[str]:
    """One command of the Makefile, in a folder of the test."""
    module, *rest = words
    return subprocess.Popen(
        [sys.executable, "-m", f"deploy.local.{module}", *rest],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **more,
    )


def run(folder: Path, words: tuple[str, ...], **more) -> tuple[int, str, str]:
    """Exit code, standard output and standard error."""
    with launch(folder, words, **more) as process:
        out, err = process.communicate(timeout=100)
    return process.returncode, out, err


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """An empty folder; what a test left running in it is ended."""
    yield tmp_path
    if (keeper := holder(tmp_path / "var")) is not None:
        os.kill(keeper, signal.SIGKILL)


def test_of_two_at_once_one_has_the_folder_and_both_say_where_it_is(folder: Path) -> None:
    """Whatever the lock file holds before and meanwhile, it is the kernel that knows the keeper."""
    (folder / "var").mkdir()
    (folder / "var" / LOCK).write_text("rác")
    with launch(folder, UP) as one, launch(folder, UP) as other:
        said = [one.communicate()[0], other.communicate()[0]]
        assert (one.returncode, other.returncode) == (0, 0)
    addresses = (folder / "out/endpoints.json").read_text()
    assert all(text.startswith(addresses) for text in said)
    assert sorted("Already running" in text for text in said) == [False, True]
    keeper = holder(folder / "var")
    assert json.loads(addresses)["keeper"] == keeper
    credentials = {file.stem: file.stat().st_mode for file in (folder / "var/access").iterdir()}
    units = {
        unit.id for file in EXAMPLES.glob("*/units.yaml") for unit in Example(file.parent).units
    }
    assert credentials == dict.fromkeys(units, stat.S_IFREG | 0o600)
    assert any(f"as process {keeper}" in text for text in said)

    (folder / "var" / LOCK).write_text("")
    code, _, err = run(folder, DEMO)
    assert (code, f"process {keeper}" in err) == (2, True)
    assert run(folder, DOWN) == (0, "Stopped; the data stays in var/.\n", "")
    assert holder(folder / "var") is None
    assert not (folder / "out/endpoints.json").exists()


@pytest.mark.slow
def test_a_keeper_that_was_killed_is_tidied_up_after_and_followed(folder: Path) -> None:
    """Its addresses are no answer to the next one, whose parts may stand elsewhere."""
    assert run(folder, UP)[0] == 0
    os.kill(keeper := holder(folder / "var"), signal.SIGKILL)
    code, out, _ = run(folder, UP)
    assert (code, "Already running" in out) == (0, False)
    assert json.loads((folder / "out/endpoints.json").read_text())["keeper"] != keeper
    os.kill(holder(folder / "var"), signal.SIGKILL)
    code, out, _ = run(folder, DOWN)
    assert (code, "was left by a stack that was killed: removed" in out) == (0, True)
    assert not (folder / "out/endpoints.json").exists()


@pytest.fixture
def stranger() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(["sleep", "60"]) as process:
        yield process
        process.kill()


@pytest.mark.parametrize("kind", ["empty", "garbage", "of a dead process", "of a stranger"])
def test_a_leftover_never_ends_a_strangers_process(
    folder: Path, stranger: subprocess.Popen[bytes], kind: str
) -> None:
    with subprocess.Popen(["true"]) as dead:
        pass
    left = {"empty": "", "garbage": "rác\0", "of a dead process": dead.pid}.get(kind, stranger.pid)
    (folder / "var").mkdir()
    for name in (LOCK, "up.pid"):
        (folder / "var" / name).write_text(f"{left}")
    assert run(folder, DOWN) == (0, "Nothing is running.\n", "")
    assert stranger.poll() is None


def bound_by_modes() -> None:
    """Root may write anywhere; without this capability it may not."""
    _libc.prctl(_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE, 0, 0, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="prctl is Linux's")
@pytest.mark.parametrize(
    ("words", "locked", "files"),
    [
        (DEMO, ".", []),
        (DEMO, "out", []),
        (DEMO, "out", [LOCK, "summary.json"]),
        (UP, ".", []),
        (UP, "var", []),
        (UP, "out", []),
        (DOWN, "out", ["endpoints.json"]),
        (LOOK, "out", ["summary.json"]),
    ],
)
def test_a_disk_that_cannot_be_written_is_a_sentence(
    folder: Path, words: tuple[str, ...], locked: str, files: list[str]
) -> None:
    for name in files:
        (folder / locked).mkdir(exist_ok=True)
        (folder / locked / name).touch()
    (folder / locked).mkdir(exist_ok=True)
    (folder / locked).chmod(0o555)
    try:
        code, out, err = run(folder, words, preexec_fn=bound_by_modes)
    finally:
        (folder / locked).chmod(0o755)
    assert (code, out) == (2, "")
    assert re.fullmatch(r"Không ghi .* / Cannot write or read .*: Permission denied\.\n", err)


def test_looking_needs_a_demo_that_ended(folder: Path) -> None:
    code, out, err = run(folder, LOOK)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "run make demo first" in err


@pytest.fixture
def campaign(folder: Path) -> Path:
    """What a demo leaves, of its first morning only."""
    out = folder / "out"
    clock = {
        "NGAYSO_CLOCK_ANCHOR": datetime.now(UTC).isoformat(),
        "NGAYSO_CLOCK_START": EXAMPLE.start.isoformat(),
    }
    with demo.stack_in(out, people(**EXAMPLE.people), clock) as stack:
        stack.start()
        demo.operator(stack, "units", "import", str(EXAMPLE.folder / "units.yaml"))
        demo.operator(stack, "plan", "publish", str(EXAMPLE.folder / "plan.yaml"), "--yes")
        asyncio.run(demo.settled(stack, EXAMPLE))
    (out / "summary.json").write_text(
        json.dumps({"ended": EXAMPLE.end.isoformat(), "people": EXAMPLE.people, "servers": 1})
    )
    return folder


@pytest.mark.slow
def test_the_dashboard_is_looked_at_as_the_campaign_ended(campaign: Path) -> None:
    """By what reads only; and no demo takes the data away meanwhile."""
    with launch(campaign, LOOK) as looking:
        said = looking.stdout.readline()
        url = re.search(r"http://\S+", said)[0]
        where = looking.stdout.readline()
        told = json.loads((campaign / "out/endpoints.json").read_text())
        headers = bearer(told["issuer"], "lanh-dao")
        page = httpx.get(f"{url}/plans/{EXAMPLE.plan.id}", headers=headers)
        refused = run(campaign, DEMO)
        looking.send_signal(signal.SIGINT)
        rest = looking.communicate(timeout=60)
    assert page.status_code == 200
    assert "25/10/2022" in page.text
    assert "nhật ký khác" not in page.text  # whatever the clock, they are this campaign's
    assert f"{url}/sign-in " in where
    assert "lanh-dao (lãnh đạo)" in where
    assert {"keeper", "nats", "mongodb", "issuer", "http", "credentials", "keys"} < set(told)
    assert not {"smtp", "sms"} & set(told)
    assert set(told["http"]) == {"reporting"}
    assert (refused[0], f"process {looking.pid}" in refused[2]) == (2, True)
    assert (looking.returncode, rest) == (0, ("", ""))
    assert not [*(campaign / "out").glob("endpoints.json"), *(campaign / "out").glob("*.token")]
