"""Files that are not what was asked for, and places that cannot be written: one sentence each."""

import io
import json
import re
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from cli.console import Trouble
from cli.files.content import read_text
from cli.files.content import write as write_whole
from cli.findings import finding_of
from tests.cli.given import PLAN, UNITS, run, write

CAPSYS = pytest.CaptureFixture[str]


def packed(*names: str) -> bytes:
    """A zip file with these parts, such as Office makes."""
    path = Path(names[0])
    with zipfile.ZipFile(path, "w") as archive:
        for name in names[1:]:
            archive.writestr(name, "<x/>")
    content = path.read_bytes()
    path.unlink()
    return content


@pytest.fixture
def kinds(tmp_path: Path) -> dict[str, bytes]:
    """Files that people hand in for another."""
    made = str(tmp_path / "made.zip")
    return {
        "docx": packed(made, "[Content_Types].xml", "word/document.xml"),
        "png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)),
        "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        "doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
        "binary": bytes(range(256)) * 4,
        "cut zip": b"PK\x03\x04 and no more",
    }


KINDS = ("docx", "png", "pdf", "doc", "binary", "cut zip")
COMMANDS = {
    "plan check": ("plan", "check", "{wrong}", "--units", "{units}"),
    "plan check units": ("plan", "check", "{plan}", "--units", "{wrong}"),
    "plan publish": ("plan", "publish", "{wrong}"),
    "units import": ("units", "import", "{wrong}"),
    "units import preview": ("units", "import", "--preview", "{wrong}"),
    "contacts import": ("contacts", "import", "{wrong}"),
    "send": ("send", "{wrong}", "--as", "so-a"),
    "send data": ("send", "{wrong}", "--as", "so-a", "--verb", "submit-report"),
    "workbook make": ("workbook", "make", "{wrong}", "--units", "{units}", "--out", "{out}"),
    "workbook make units": ("workbook", "make", "{plan}", "--units", "{wrong}", "--out", "{out}"),
    "workbook submit plan": ("workbook", "submit", "{units}", "--plan", "{wrong}"),
    "conform": ("conform", "{wrong}", "--plan", "{plan}", "--units", "{units}"),
    "conform plan": ("conform", "{units}", "--plan", "{wrong}", "--units", "{units}"),
    "conform units": ("conform", "{units}", "--plan", "{plan}", "--units", "{wrong}"),
}


@pytest.fixture
def words(tmp_path: Path) -> dict[str, str]:
    plan, units = write(tmp_path / "plan.json", PLAN), write(tmp_path / "units.json", UNITS)
    return {"plan": str(plan), "units": str(units), "out": str(tmp_path / "out")}


def told(capsys: CAPSYS, command: str, words: dict[str, str], wrong: Path) -> list[str]:
    """The lines of a command that takes nothing of the file; its exit code is that of misuse."""
    given = {**words, "wrong": str(wrong)}
    code, out, err = run(capsys, *(word.format(**given) for word in COMMANDS[command]))
    assert (code, out) == (2, "")
    return err.splitlines()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_of_another_kind_is_one_sentence(
    command: str, kind: str, kinds: dict[str, bytes], words: dict[str, str],
    tmp_path: Path, capsys: CAPSYS,
) -> None:  # fmt: skip
    """In two languages, with exit code 2; nothing is asked of a server."""
    wrong = tmp_path / "given.yaml"
    wrong.write_bytes(kinds[kind])
    vietnamese, english = told(capsys, command, words, wrong)
    assert vietnamese.startswith(f"LỖI [wrong-kind]: Tệp {wrong}")
    assert english.startswith(f"  {wrong} is")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
@pytest.mark.parametrize("command", ["units import", "contacts import"])
def test_a_table_of_another_kind_is_one_sentence(
    command: str, suffix: str, kind: str, kinds: dict[str, bytes], words: dict[str, str],
    tmp_path: Path, capsys: CAPSYS,
) -> None:  # fmt: skip
    """Whatever its name says."""
    wrong = tmp_path / f"given{suffix}"
    wrong.write_bytes(kinds[kind])
    assert len(told(capsys, command, words, wrong)) == 2


@pytest.mark.parametrize("kind", KINDS)
def test_a_workbook_of_another_kind_is_one_sentence(
    kind: str, kinds: dict[str, bytes], tmp_path: Path, capsys: CAPSYS
) -> None:
    """Under the file's name, since several are handed in at once."""
    wrong = tmp_path / "given.xlsx"
    wrong.write_bytes(kinds[kind])
    code, out, err = run(capsys, "workbook", "submit", wrong)
    name, vietnamese, _english = out.splitlines()
    assert (code, err, name) == (2, "", "given.xlsx")
    assert re.match(r"  LỖI \[(not|locked)-xlsx\]: Tệp ", vietnamese)


def test_a_word_document_is_called_one(kinds: dict[str, bytes], tmp_path: Path) -> None:
    """So that the operator knows what went wrong."""
    for kind, said in (("docx", ".docx"), ("png", "PNG"), ("doc", ".doc, .xls")):
        path = tmp_path / kind
        path.write_bytes(kinds[kind])
        with pytest.raises(Trouble) as trouble:
            read_text(path)
        assert said in finding_of(trouble.value).vi


def test_another_encoding_is_told_as_one(tmp_path: Path) -> None:
    """It is text, and can be saved again."""
    path = tmp_path / "plan.yaml"
    path.write_bytes("id: kế hoạch".encode("utf-16"))
    with pytest.raises(Trouble, match="UTF-8"):
        read_text(path)


def test_a_folder_in_the_place_of_a_file_is_one_sentence(
    words: dict[str, str], tmp_path: Path, capsys: CAPSYS
) -> None:
    for command in COMMANDS:
        if command != "conform":  # takes a folder of messages, and finds none
            assert len(told(capsys, command, words, tmp_path / "none.yaml")) == 2
            (tmp_path / "folder").mkdir(exist_ok=True)
            assert len(told(capsys, command, words, tmp_path / "folder")) == 2


def test_a_broken_csv_is_one_sentence(
    words: dict[str, str], tmp_path: Path, capsys: CAPSYS
) -> None:
    """A quote that is never closed swallows more than a cell may hold."""
    wrong = tmp_path / "units.csv"
    wrong.write_text('id,name\nx,"' + "a" * 200_000)
    vietnamese, _ = told(capsys, "units import", words, wrong)
    assert "CSV" in vietnamese


def test_what_cannot_be_written_is_one_sentence(
    words: dict[str, str], tmp_path: Path, capsys: CAPSYS
) -> None:
    """A file where the folder should be; as on a disk that may only be read."""
    blocked = write(tmp_path / "blocked", {})
    make = ("workbook", "make", words["plan"], "--units", words["units"])
    code, out, err = run(capsys, *make, "--out", blocked / "out")
    assert (code, out) == (2, "")
    assert err.startswith(f"LỖI [out-unwritable]: Không ghi được {blocked}")


def test_a_file_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fills up leaves what was there, and no half of the new."""
    path = tmp_path / "report.docx"
    path.write_bytes(b"before")

    def full(self: Path, content: bytes) -> int:
        with self.open("wb") as file:
            file.write(content[:3])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(Trouble):
        write_whole(path, b"after, and longer")
    assert path.read_bytes() == b"before"
    assert [found.name for found in tmp_path.iterdir()] == ["report.docx"]


def test_a_dash_is_standard_input_wherever_a_file_is_named(
    tmp_path: Path, capsys: CAPSYS, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plan, a list of units, and a workbook, which is known by how it begins."""

    def given(content: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))

    units = write(tmp_path / "units.yaml", UNITS)
    given(json.dumps(PLAN).encode())
    assert run(capsys, "plan", "check", "-", "--units", units)[0] == 0
    given(units.read_bytes())
    assert run(capsys, "units", "import", "-", "--preview")[0] == 0
    book = openpyxl.Workbook()
    for row in (["Mã", "Tên", "Cấp"], ["so-b", "Sở B", "so"]):
        book.active.append(row)
    book.save(tmp_path / "units.xlsx")
    given((tmp_path / "units.xlsx").read_bytes())
    code, out, _ = run(capsys, "units", "import", "-", "--preview", "--json")
    assert (code, json.loads(out)["units"]) == (0, 1)
