"""Units from YAML, CSV and .xlsx: one record from each, with a note per oddity and its line."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cli.console import Trouble
from cli.directory.units import read_units
from cli.findings import Located
from cli.servers import connect
from contracts.unit import Unit
from tests.cli.given import UNITS, run, write

CSV = """\
id;tên;cấp;trực thuộc;nhóm;code:gso;từ ngày;đến ngày
ly-son;Huyện Lý Sơn;huyen;ubnd-tinh;huyen;536;;01/07/2025
ly-son;Đặc khu Lý Sơn;xa;ubnd-tinh;"xa; dac-khu";;01/07/2025;
"""


def said_of(path: Path) -> list[tuple[str, str, int | None]]:
    """Severity (of a note: none), code and line of everything that is said about a file."""
    return [
        (one.finding.severity, one.finding.code, one.at.line)
        if isinstance(one, Located)
        else ("note", one.code, one.at.line)
        for one in read_units([path])[1]
    ]


def units_file(tmp_path: Path, *records: dict[str, Any]) -> Path:
    return write(tmp_path / "units.yaml", list(records))


def record(unit: str, name: str, **more: Any) -> dict[str, Any]:
    return {"id": unit, "names": [{"value": name}], **more}


def csv_file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "units.csv"
    path.write_text(text, encoding="utf-8-sig")
    return path


def test_yaml_records_are_taken_whole(tmp_path: Path) -> None:
    """A list, or a list under `units`."""
    expected = [Unit.model_validate(data) for data in UNITS]
    for data in (UNITS, {"units": UNITS}):
        units, said = read_units([write(tmp_path / "u.yaml", data)])
        assert ([one.unit for one in units], said) == (expected, [])


def test_rows_of_one_id_are_one_dated_record(tmp_path: Path) -> None:
    """A promotion is a second row with its dates."""
    units, _ = read_units([csv_file(tmp_path, CSV)])
    (unit,) = (one.unit for one in units)
    assert unit.name(date(2022, 10, 1)) == "Huyện Lý Sơn"
    assert unit.name(date(2026, 10, 1)) == "Đặc khu Lý Sơn"
    assert unit.level(date(2022, 10, 1)) == "huyen"
    assert unit.in_group("dac-khu", date(2026, 10, 1))
    assert unit.codes[0].value.code == "536"
    assert unit.codes[0].valid_to == date(2025, 7, 1)


def test_the_departments_of_a_units_sector_may_be_several(tmp_path: Path) -> None:
    rows = "id,name,trực thuộc,cơ quan quản lý ngành\nx,Trạm X,xa-1,so-yt; so-gd\n"
    [one], _ = read_units([csv_file(tmp_path, rows)])
    assert [link.value for link in one.unit.sectors] == ["so-yt", "so-gd"]


def joined(tmp_path: Path, rows: str) -> tuple[list[Unit], list[tuple[str, str, int | None]]]:
    head = "id,name,parent,level,groups,code:gso,from,to,valid_from\n"
    path = csv_file(tmp_path, head + rows)
    return [one.unit for one in read_units([path])[0]], said_of(path)


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ("x,X,a,xa,g,1,,,\nx,Y,a,xa,g,1,,,\n", 2),
        ("x,X,a,xa,g,1,,,\nx,X,b,xa,g,1,,,\n", 2),
        ("x,X,a,xa,g,1,,,\nx,X,a,so,g,1,,,\n", 2),
        ("x,X,a,xa,g,1,,,\nx,X,a,xa,g,2,,,\n", 2),
        ("x,X,a,xa,g,1,,2025-07-02,\nx,Y,a,xa,g,1,2025-07-01,,\n", 2),
        ("x,X,a,xa,g,1,,,2025-07-01\nx,X,a,xa,g,1,,,2025-07-02\n", 2),
        ("y,Y,,,,,,,\nx,X,a; b,xa,g,1,,,\n", 3),
    ],
)
def test_a_unit_has_one_name_parent_level_and_code_at_a_time(
    rows: str, line: int, tmp_path: Path
) -> None:
    """Rows that say otherwise about the same days are an error, and the unit is left out."""
    units, said = joined(tmp_path, rows)
    assert said == [("error", "rows-disagree", line)]
    assert "x" not in {unit.id for unit in units}


@pytest.mark.parametrize(
    "rows",
    [
        "x,X,a,xa,g,1,,2025-07-01,\nx,Y,b,so,h,2,2025-07-01,,\n",
        "x,X,a,xa,g,1,,,\nx,X,a,xa,h,1,,,\n",
        "x,X,a,xa,g,,,,\nx,,,,,1,,,2025-07-01\n",
        "x,Xã Hoà,a,xa,g,1,,,\nx,Xã Hòa,a,xa,h,1,,,\n",
    ],
)
def test_rows_of_one_id_that_fit_are_one_record(rows: str, tmp_path: Path) -> None:
    """On other days; of what a unit may have several; what the other row leaves out."""
    units, said = joined(tmp_path, rows)
    assert len(units) == 1
    assert "error" not in [severity for severity, _, _ in said]


def test_a_row_that_repeats_another_is_noted(tmp_path: Path) -> None:
    units, said = joined(tmp_path, "x,X,a,xa,g,1,,,\n" * 2)
    assert (len(units), said) == (1, [("note", "row-repeated", 3)])


def test_a_workbook_gives_what_the_csv_gives(tmp_path: Path) -> None:
    """Numbers and dates of cells are read as a person wrote them."""
    book = openpyxl.Workbook()
    book.active.append(["Mã", "Tên", "code:gso", "Đến ngày"])
    book.active.append(["ly-son", "Huyện Lý Sơn", 536, datetime(2025, 7, 1)])  # noqa: DTZ001
    book.save(tmp_path / "u.xlsx")
    text = "id,name,code:gso,to\nly-son,Huyện Lý Sơn,536,2025-07-01\n"

    (from_book,), _ = read_units([tmp_path / "u.xlsx"])
    (from_csv,), _ = read_units([csv_file(tmp_path, text)])

    assert from_book.unit == from_csv.unit


def test_errors_name_the_row(tmp_path: Path) -> None:
    """A wrong id, a missing name, a missing id: each with its line."""
    path = csv_file(tmp_path, "id,name\nBình Sơn,Huyện Bình Sơn\nba-to,\n,Huyện X\n")
    assert said_of(path) == [
        ("error", "cell-missing", 4),
        ("error", "wrong-form", 2),
        ("error", "field-missing", 3),
    ]


def test_a_spelling_that_was_changed_is_reported(tmp_path: Path) -> None:
    """Nothing is corrected in silence."""
    units, said = read_units([units_file(tmp_path, record("x", "Xã  Nghĩa Hoà"))])
    assert units[0].unit.names[0].value == "Xã Nghĩa Hòa"
    assert [note.code for note in said] == ["normalised-spaces", "normalised-tone"]


def test_an_unknown_column_is_told_by_its_number_alone(tmp_path: Path) -> None:
    """Where headings are forgotten, a heading is somebody's data."""
    _, (odd,) = read_units([csv_file(tmp_path, "id,name,ghi chú\nx,X,abc\n")])
    assert (odd.finding.code, odd.finding.vi) == ("column-unknown", "Không biết cột 3; bỏ qua.")


def test_a_unit_given_twice_is_an_error(tmp_path: Path) -> None:
    """Of two records of one unit nobody could say which is meant."""
    path = units_file(tmp_path, record("x", "X"), record("x", "Y"))
    assert [code for _, code, _ in said_of(path)] == ["unit-twice"]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"parents": [{"value": "b"}]}, ("note", "same-name-apart")),
        ({"parents": [{"value": "a"}]}, ("warning", "same-name")),
        ({}, ("warning", "same-name")),
    ],
)
def test_units_of_one_name_are_told_apart(
    other: dict[str, Any], expected: tuple[str, str], tmp_path: Path
) -> None:
    """Two Phường Nguyễn Nghiêm in 2022: fine under two parents, else perhaps one unit twice."""
    name = "Phường Nguyễn Nghiêm"
    path = units_file(
        tmp_path,
        record("a", "A"),
        record("b", "B"),
        record("nn-1", name, parents=[{"value": "a"}]),
        record("nn-2", name, **other),
    )
    assert [one[:2] for one in said_of(path)] == [expected]


def test_names_that_never_meet_are_not_confused(tmp_path: Path) -> None:
    """A name may be given again after its holder is gone."""
    path = units_file(
        tmp_path, record("x", "X", valid_to="2025-07-01"), record("y", "X", valid_from="2025-07-01")
    )
    assert said_of(path) == []


@pytest.mark.parametrize(
    ("valid_from", "expected"),
    [("2025-07-01", ("note", "code-reused")), ("2025-06-30", ("warning", "code-shared"))],
)
def test_a_code_used_again_is_told(
    valid_from: str, expected: tuple[str, str], tmp_path: Path
) -> None:
    """42 of the 96 communes of 2025 carry an old code under another name."""
    code = {"scheme": "gso", "code": "21000"}
    path = units_file(
        tmp_path,
        record("old", "Old", codes=[{"value": code, "valid_to": "2025-07-01"}]),
        record("new", "New", codes=[{"value": code, "valid_from": valid_from}]),
    )
    assert [one[:2] for one in said_of(path)] == [expected]


def test_a_unit_above_itself_is_an_error(tmp_path: Path) -> None:
    """Whoever walks up the tree must arrive."""
    path = units_file(
        tmp_path,
        record("x", "X", parents=[{"value": "y", "valid_from": "2025-07-01"}]),
        record("y", "Y", parents=[{"value": "x"}]),
    )
    assert {one[:2] for one in said_of(path)} == {("error", "parent-circle")}


def test_a_text_named_xlsx_is_trouble(tmp_path: Path) -> None:
    """Unreadable, not empty."""
    path = tmp_path / "u.xlsx"
    path.write_text("id,name\n")
    with pytest.raises(Trouble):
        read_units([path])


def test_the_preview_sends_nothing_and_exits_by_what_it_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It needs no server at all."""
    monkeypatch.setenv("NGAYSO_NATS_URL", "nats://127.0.0.1:1")
    monkeypatch.setattr(connect, "CONNECT_SECONDS", 0.2)
    good, bad = write(tmp_path / "good.yaml", UNITS), write(tmp_path / "bad.yaml", [{}])
    assert run(capsys, "units", "import", good, "--preview")[0] == 0
    assert run(capsys, "units", "import", bad, "--preview")[0] == 1
    assert run(capsys, "units", "import", tmp_path / "none.yaml", "--preview")[0] == 2
