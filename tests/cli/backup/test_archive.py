"""A backup is checked against itself: what is missing, damaged or left half way is noticed."""

import gzip
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from cli.backup import take as taking
from cli.backup.archive import RUNS, Archive, existing, to_write
from cli.backup.place import Place, Taken, open_place
from cli.backup.record import line_of, read_line
from cli.backup.take import LOG
from cli.console import Trouble
from contracts import topology
from tests.cli.backup.given import SUBJECTS, Memory, add, kept
from tests.repository.sources import ROOT


@pytest.fixture
async def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A backup of two runs, with a chunk for each record."""
    monkeypatch.setattr(taking, "CHUNK_BYTES", 1)
    where, memory = open_place(str(tmp_path / "backup"), make=True), Memory()
    for number in range(4):
        await memory.append(SUBJECTS[number % 2], f"{number}")
        if number % 2:
            await add(memory, where)
    return tmp_path / "backup"


def read(folder: Path) -> list[int]:
    return [one.sequence for one in kept(existing(open_place(str(folder), make=False)))]


def refused(folder: Path) -> tuple[str, str]:
    with pytest.raises(Trouble) as caught:
        read(folder)
    return caught.value.code, str(caught.value.words.get("name", ""))


def test_a_line_says_all_of_a_record() -> None:
    """To the nanosecond; equal records are equal lines."""
    line = (
        b'{"sequence":7,"subject":"evt.plan.p","stored_at":"2022-10-05T02:00:00.000000001Z",'
        b'"headers":{"a":"\xc4\x90"},"data":"AP8="}\n'
    )
    record = read_line(line)
    assert (record.sequence, record.stored_ns, record.data) == (7, 1664935200000000001, b"\0\xff")
    assert line_of(record) == line


def test_every_chunk_is_in_the_backup(folder: Path) -> None:
    assert read(folder) == [1, 2, 3, 4]


@pytest.mark.parametrize("number", range(4))
def test_a_missing_chunk_is_found(folder: Path, number: int) -> None:
    """It is named, so that it can be fetched from another copy."""
    path = sorted((folder / "chunks").iterdir())[number]
    path.unlink()
    assert refused(folder) == ("backup-damaged", f"chunks/{path.name}")


@pytest.mark.parametrize("number", range(4))
def test_a_flipped_bit_in_a_chunk_is_found(folder: Path, number: int) -> None:
    path = sorted((folder / "chunks").iterdir())[number]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert refused(folder) == ("backup-damaged", f"chunks/{path.name}")


def test_a_missing_run_is_found(folder: Path) -> None:
    """The one after it names the hash of what is not there."""
    (folder / RUNS / "00000001.json").unlink()
    assert refused(folder)[0] == "backup-damaged"


def test_a_changed_run_is_found(folder: Path) -> None:
    """Though it still reads well."""
    path = folder / RUNS / "00000001.json"
    path.write_text(path.read_text().replace('"missing": []', '"missing": [9]'))
    assert refused(folder)[0] == "backup-damaged"


def test_what_a_stopped_run_left_behind_is_not_read(folder: Path) -> None:
    """Its chunks are there, the run that would name them is not; the next run adds them again."""
    (folder / RUNS / "00000002.json").unlink()
    assert read(folder) == [1, 2]


async def test_the_run_after_a_stopped_one_adds_what_that_one_read(folder: Path) -> None:
    """The same chunks have the same names, so nothing is written over."""
    (folder / RUNS / "00000002.json").unlink()
    memory = Memory()
    for number in range(4):
        await memory.append(SUBJECTS[number % 2], f"{number}")
    await add(memory, open_place(str(folder), make=False))
    assert read(folder) == [1, 2, 3, 4]


async def test_of_two_backups_at_once_one_is_told(folder: Path) -> None:
    """Both would name the same run before them."""
    where = open_place(str(folder), make=False)
    mine, theirs = Archive(where), Archive(where)
    last = mine.runs[-1]
    mine.finish(last.taken_at, last.streams, ())
    with pytest.raises(Trouble) as caught:
        theirs.finish(last.taken_at.replace(year=2030), last.streams, ())
    assert caught.value.code == "backup-twice"


async def test_another_log_is_not_added(folder: Path) -> None:
    """A store that came back empty, or another cluster's, must not end up in this backup."""
    where = open_place(str(folder), make=False)
    for appends in (0, 2, 9):
        memory = Memory()
        for number in range(appends):
            await memory.append(SUBJECTS[0], f"other-{number}")
        with pytest.raises(Trouble) as caught:
            await add(memory, where)
        assert caught.value.code == "backup-other-log"
    assert read(folder) == [1, 2, 3, 4]


def test_the_format_needs_nothing_of_ours(folder: Path) -> None:
    """sha256sum and gzip are enough to check and to read it, as docs/backup.md says."""
    sums = ""
    for run in sorted((folder / RUNS).iterdir()):
        for chunk in json.loads(run.read_text())["chunks"]:
            sums += f"{chunk['sha256']}  {chunk['name']}\n"
    command = ["sha256sum", "--check", "--strict"]
    subprocess.run(command, cwd=folder, input=sums.encode(), check=True)
    lines = [
        line
        for path in sorted((folder / "chunks").glob(f"{LOG}-*.jsonl.gz"))
        for line in gzip.decompress(path.read_bytes()).splitlines()
    ]
    assert [json.loads(line)["sequence"] for line in lines] == [1, 2, 3, 4]


@pytest.mark.skipif(shutil.which("jq") is None, reason="the page's commands need jq")
async def test_the_commands_of_the_page_check_and_read_a_backup(tmp_path: Path) -> None:
    """As they stand in docs/backup.md, and of a damaged backup the first one says so."""
    memory, folder = Memory(), tmp_path / "backup"
    await memory.append(topology.plan_facts("cds-2022"), "a")
    await add(memory, open_place(str(folder), make=True))
    page = (ROOT / "docs/backup.md").read_text()
    check, read = page[page.index("jq -r") : page.index("base64 -d") + 9].splitlines()
    shell = {"cwd": folder, "shell": True, "executable": "/bin/bash", "capture_output": True}
    assert subprocess.run(check, check=True, **shell).stdout.endswith(b": OK\n")
    assert json.loads(subprocess.run(read, check=True, **shell).stdout)[0]["id"] == "a"
    (chunk,) = (folder / "chunks").iterdir()
    chunk.write_bytes(b"x")
    assert subprocess.run(check, check=False, **shell).returncode == 1


def test_a_wrong_folder_is_one_sentence(tmp_path: Path) -> None:
    """None there, nothing in it, something else in it, no folder at all."""
    (tmp_path / "file").write_text("x")
    (tmp_path / "empty").mkdir()
    for name, code in (("none", "backup-none"), ("empty", "backup-none"), ("file", "backup-none")):
        assert refused(tmp_path / name)[0] == code
    with pytest.raises(Trouble) as caught:
        to_write(open_place(str(tmp_path), make=True))
    assert caught.value.code == "backup-elsewhere"
    with pytest.raises(Trouble) as caught:
        open_place(str(tmp_path / "file" / "deeper"), make=True)
    assert caught.value.code == "backup-place"


def test_what_the_disk_refuses_is_said_as_it_is(tmp_path: Path) -> None:
    """A name that is too long, as it would be a full disk; nothing about connections."""
    with pytest.raises(Trouble) as caught:
        open_place(str(tmp_path), make=True).write("a" * 300, b"x")
    assert caught.value.words["detail_vi"] == "tên quá dài"


def test_only_its_owner_reads_a_new_folder(folder: Path) -> None:
    """Facts and contacts lie in it."""
    assert folder.stat().st_mode & 0o077 == 0


def test_a_place_keeps_what_was_written_first(tmp_path: Path) -> None:
    """The same bytes again are no harm."""
    where: Place = open_place(str(tmp_path), make=False)
    where.write("a/b", b"one")
    where.write("a/b", b"one")
    with pytest.raises(Taken):
        where.write("a/b", b"two")
    assert where.read("a/b") == b"one"
