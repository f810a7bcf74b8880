"""A backup in a store that speaks S3: a server with signatures and a disk, from PyPI (nanio)."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.backup.archive import existing
from cli.backup.place import open_place
from cli.console import Trouble
from deploy.local.process import Process, Reserved, accepts
from tests.cli.backup.given import SUBJECTS, Memory, add, kept

pytestmark = pytest.mark.servers
KEY, SECRET = "backup-key", "backup-secret"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The server, with one bucket, reached by the usual variables; its folder of the bucket."""
    port, data = Reserved(), tmp_path / "store"
    (data / "nhat-ky").mkdir(parents=True)
    command = [sys.executable, "-m", "nanio", "serve", "--data-dir", str(data)]
    process = Process(
        "store",
        f"http://127.0.0.1:{port.number}",
        [*command, "--host", "127.0.0.1", "--port", str(port.number), "--no-access-log"],
        ready=lambda: accepts(port.number),
        log=tmp_path / "store.log",
        ports=(port,),
        env={"NANIO_ACCESS_KEY": KEY, "NANIO_SECRET_KEY": SECRET},
    )
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ENDPOINT_URL", process.url)
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    with process:
        yield data / "nhat-ky"


async def test_a_backup_in_a_store_is_added_to_and_read(store: Path) -> None:
    """Under its prefix, in two runs, as in a folder."""
    memory = Memory()
    for number in range(4):
        await memory.append(SUBJECTS[number % 2], f"{number}")
        if number % 2:
            await add(memory, open_place("s3://nhat-ky/tinh/log", make=True))
    archive = existing(open_place("s3://nhat-ky/tinh/log", make=False))
    assert kept(archive) == memory.records()
    assert len(list((store / "tinh/log/runs").iterdir())) == 2


async def test_a_damaged_chunk_in_a_store_is_found(store: Path) -> None:
    """The store's own word that all is well is not asked."""
    memory = Memory()
    await memory.append(SUBJECTS[0], "a")
    await add(memory, open_place("s3://nhat-ky", make=True))
    (chunk,) = (store / "chunks").iterdir()
    chunk.write_bytes(chunk.read_bytes()[:-1] + b"x")
    with pytest.raises(Trouble) as caught:
        kept(existing(open_place("s3://nhat-ky", make=False)))
    assert caught.value.code == "backup-damaged"


def test_a_wrong_store_is_one_sentence(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty one, a wrong key, a bucket that is not there."""
    with pytest.raises(Trouble) as caught:
        existing(open_place("s3://nhat-ky", make=False))
    assert caught.value.code == "backup-none"
    with pytest.raises(Trouble) as caught:
        existing(open_place("s3://khong-co", make=False))
    assert caught.value.code == "backup-place"
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
    with pytest.raises(Trouble) as caught:
        existing(open_place("s3://nhat-ky", make=False))
    assert caught.value.code == "backup-place"
    assert "\n" not in str(caught.value)
