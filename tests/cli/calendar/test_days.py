"""The decreed days from files: read as staff write them, and compared with those in force."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from cli.calendar.days import changes, read_calendar
from contracts.calendar import CalendarRecord, DecreedDay
from tests.cli.given import run, write

CAPSYS = pytest.CaptureFixture[str]
OFF: dict[str, Any] = {
    "day": "2026-01-02",
    "working": False,
    "name": "Nghỉ hoán đổi",
    "decree": "Thông báo 9859/TB-BNV",
}
WORK: dict[str, Any] = {"day": "2026-01-10", "working": True, "name": "Làm bù"}
HEADINGS = ["Ngày", "Làm việc/Nghỉ", "Tên", "Văn bản"]
ROWS = [
    ["02/01/2026", "Nghỉ", OFF["name"], OFF["decree"]],
    ["10/01/2026", "Làm việc", "Làm bù", ""],
]


def table(*days: dict[str, Any]) -> CalendarRecord:
    return CalendarRecord(days=[DecreedDay.model_validate(day) for day in days])


def sheet(path: Path) -> Path:
    """The first day as a date of the sheet, the second as text."""
    book = Workbook()
    active = book.worksheets[0]
    active.append(HEADINGS)
    active.append([date(2026, 1, 2), *ROWS[0][1:]])
    active.append(ROWS[1])
    book.save(path)
    return path


def lines(path: Path) -> Path:
    path.write_text("\n".join(";".join(row) for row in [HEADINGS, *ROWS]))
    return path


def test_every_kind_of_file_is_one_table(tmp_path: Path) -> None:
    """YAML with or without a name around it, CSV and .xlsx."""
    files = [
        write(tmp_path / "a.yaml", [OFF, WORK]),
        write(tmp_path / "b.yaml", {"days": [OFF, WORK]}),
        lines(tmp_path / "c.csv"),
        sheet(tmp_path / "d.xlsx"),
    ]
    assert [read_calendar(file) for file in files] == [(table(OFF, WORK), [])] * 4


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        ({"day": "31/02/2026"}, "day_parsing", "/day"),
        ({"working": "có lẽ"}, "bool_type", "/working"),
        ({"name": ""}, "string_too_short", "/name"),
        ({"ngay": "2026-01-02"}, "extra_forbidden", "/ngay"),
    ],
)
def test_a_row_that_cannot_be_is_an_error_at_its_line(
    change: dict[str, Any], code: str, pointer: str, tmp_path: Path
) -> None:
    record, said = read_calendar(write(tmp_path / "a.yaml", [WORK, {**OFF, **change}]))
    assert record == table(WORK)
    assert [(one.finding.severity, one.finding.pointer) for one in said] == [("error", pointer)]


def test_a_day_given_twice_is_an_error(tmp_path: Path) -> None:
    """Nobody guesses which row was meant."""
    path = lines(tmp_path / "a.csv")
    path.write_text(path.read_text() + "\n2026-01-02;Làm việc;Bận;")
    _, said = read_calendar(path)
    assert [(one.finding.code, one.at.line) for one in said] == [("day-twice", 4)]


def test_changes_are_told_day_by_day() -> None:
    """New, changed and dropped; what stays is not told."""
    before = table(OFF, WORK, {**WORK, "day": "2026-05-01"})
    after = table({**OFF, "decree": None}, WORK, {**OFF, "day": "2026-09-01"})
    assert [(code, words["day"]) for code, words in changes(before, after)] == [
        ("day-changed", "02/01/2026"),
        ("day-dropped", "01/05/2026"),
        ("day-decreed", "01/09/2026"),
    ]


def test_what_is_no_table_of_days_exits_2(tmp_path: Path, capsys: CAPSYS) -> None:
    code, _, err = run(capsys, "calendar", "import", write(tmp_path / "a.yaml", {"ngày": 1}))
    assert (code, "a.yaml" in err) == (2, True)


def test_nothing_is_sent_where_a_row_is_wrong(tmp_path: Path, capsys: CAPSYS) -> None:
    """Also no server is asked: there is none here."""
    wrong = write(tmp_path / "a.yaml", [{**OFF, "day": "hôm nay"}])
    code, out, _ = run(capsys, "calendar", "import", wrong)
    assert (code, "chưa gửi gì" in out) == (1, True)


def test_a_table_is_recorded_once_and_then_unchanged(
    registry: str, tmp_path: Path, capsys: CAPSYS
) -> None:
    """A preview sends nothing; the same again changes nothing; the next file says what it moves."""
    file = write(tmp_path / "a.yaml", [OFF, WORK])

    def imported(file: Path, *more: str) -> Any:
        code, out, err = run(capsys, "calendar", "import", file, "--json", *more)
        assert code == 0, err
        return json.loads(out)

    for _ in range(2):
        preview = imported(file, "--preview")
        assert (len(preview["changes"]), preview["verdict"]) == (2, None)
    assert imported(file)["verdict"]["outcome"] == "accepted"
    again = imported(file)
    assert (again["changes"], again["verdict"]["outcome"]) == ([], "unchanged")
    fewer = imported(write(tmp_path / "b.yaml", [WORK]))
    assert [change["code"] for change in fewer["changes"]] == ["day-dropped"]
    assert fewer["verdict"]["outcome"] == "accepted"
