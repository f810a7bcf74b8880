"""Every reader of the command has the bounds of `workbook submit`: small files that grow huge."""

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from cli.console import Trouble
from cli.directory.contacts import read_contacts
from cli.directory.units import read_units
from cli.files import content, documents
from cli.findings import finding_of
from cli.notes import MAX_WRONG
from cli.tables import sheets

READERS = [read_units, read_contacts]
PEAK = 64 * 2**20


def with_rows(rows: bytes, after: bytes = b"") -> bytes:
    """A list of units whose sheet holds more than openpyxl would write."""
    book = openpyxl.Workbook()
    book.active.append(["Mã", "Tên"])
    plain, changed = io.BytesIO(), io.BytesIO()
    book.save(plain)
    with (
        zipfile.ZipFile(plain) as source,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            part = source.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                part = part.replace(b"</sheetData>", rows + b"</sheetData>" + after)
                part = part.replace(b'<dimension ref="A1:B1"/>', b"")
            target.writestr(entry.filename, part)
    return changed.getvalue()


def far() -> bytes:
    """A formula in the last column of 4,000 rows: 65 million cells, had they all been made."""
    row = b'<row r="%d"><c r="XFD%d"><f>1</f><v>1</v></c></row>'
    return with_rows(b"".join(row % (n, n) for n in range(2, 4_002)))


def wide() -> bytes:
    return with_rows(b'<row r="2">' + b"<c><v>1</v></c>" * 1_000_000 + b"</row>")


def merged() -> bytes:
    return with_rows(b"", b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')


def entities() -> bytes:
    whole = with_rows(b"")
    return whole if b"<!DOCTYPE" in whole else with_rows(b"", b"<!DOCTYPE x>")


HOSTILE: list[Callable[[], bytes]] = [wide, merged, entities]


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_small_file_that_grows_huge_is_refused_before_it_does(
    hostile: Callable[[], bytes], read: Callable[..., object], tmp_path: Path
) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(hostile())
    assert path.stat().st_size < 100_000
    tracemalloc.start()
    with pytest.raises(Trouble) as trouble:
        read([path])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert trouble.value.code == "xlsx-refused"
    assert peak < PEAK


def test_cells_far_apart_are_read_without_those_between(tmp_path: Path) -> None:
    """25 kB; every reader that makes the cells between takes 0.5 GB."""
    path = tmp_path / "list.xlsx"
    path.write_bytes(far())
    assert path.stat().st_size < 100_000
    tracemalloc.start()
    units, said = read_units([path])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (units, len(said)) == ([], 1)
    assert peak < PEAK


@pytest.mark.parametrize("read", READERS)
def test_a_file_with_nothing_right_in_it_is_not_read_to_its_end(
    read: Callable[..., tuple[list[object], list[object]]], tmp_path: Path
) -> None:
    path = tmp_path / "list.yaml"
    path.write_text("- {a: b}\n" * (MAX_WRONG + 500))
    read_ones, said = read([path])
    assert (read_ones, len(said) < 6 * MAX_WRONG) == ([], True)
    assert str(said[-1]).count("wrong-too-many") == 1


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("name", ["list.yaml", "list.json", "list.csv", "list.xlsx"])
def test_a_larger_file_than_any_list_is_refused_unread(
    name: str, read: Callable[..., object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "MAX_FILE", 1000)
    path = tmp_path / name
    path.write_bytes(b"a" * 1001)
    with pytest.raises(Trouble) as trouble:
        read([path])
    assert trouble.value.code == "file-too-large"
    assert "quá lớn" in finding_of(trouble.value).vi


@pytest.mark.parametrize("suffix", ["yaml", "json"])
@pytest.mark.parametrize(
    "text", ["[" + "[],[" * 3000, "- a\n" * 6000, "{a: " * 6000, "- &a [x]\n" + "- *a\n" * 4000]
)
def test_a_text_of_more_values_than_any_list_is_refused_before_they_are_made(
    text: str, suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "MAX_NODES", 2000)
    path = tmp_path / f"list.{suffix}"
    path.write_text(text)
    with pytest.raises(Trouble) as trouble:
        read_units([path])
    assert trouble.value.code == "table-too-large"


def test_a_csv_of_more_cells_than_an_xlsx_may_hold_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MAX_TAGS", 1000)
    path = tmp_path / "list.csv"
    path.write_text("Mã,Tên\n" + "a,A\n" * 600)
    with pytest.raises(Trouble) as trouble:
        read_units([path])
    assert trouble.value.code == "table-too-large"
