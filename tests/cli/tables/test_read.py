"""A list as offices send it: titles, several sheets, captions, merged cells; each is noted."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.console import Trouble
from cli.directory import contacts, units
from cli.findings import Located
from cli.notes import Note, Said
from cli.tables.cells import padded, text
from cli.tables.headings import PASSED_OVER, Heads
from cli.tables.read import TableRow, read_table
from cli.tables.sheets import Cell

HEADS = Heads(
    {"stt": PASSED_OVER, "mã": "id", "tên": "name", "mã số": "id", "cấp": "level", "ngày": "day"},
    frozenset({"day"}),
    codes=True,
)
HEADINGS = ["STT", "Mã", "Tên", "Ngày", "code:gso"]
Book = openpyxl.Workbook


def book_of(tmp_path: Path, fill: Callable[[Book], object]) -> Path:
    book = Book()
    fill(book)
    book.save(tmp_path / "list.xlsx")
    return tmp_path / "list.xlsx"


def sheet_of(tmp_path: Path, *rows: list[Any], change: Callable[[Any], object] = id) -> Path:
    def fill(book: Book) -> None:
        for row in rows:
            book.active.append(row)
        change(book.active)

    return book_of(tmp_path, fill)


def csv_of(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(content)
    return path


def ids(rows: list[TableRow]) -> list[str]:
    return [row.cells["id"] for row in rows]


def told(said: list[Said]) -> list[tuple[str, int | None]]:
    return [
        (one.finding.code if isinstance(one, Located) else one.code, one.at.line) for one in said
    ]


def test_every_sheet_with_the_headings_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    """A hidden sheet is one that nobody looked at; each place says its sheet."""

    def fill(book: Book) -> None:
        book.active.title = "Sở"
        book.active.append(["Mã", "Tên"])
        book.active.append(["so-a", "Sở A"])
        for name, rows in (
            ("Xã", [["Danh sách xã"], ["Tên", "Mã"], ["Xã 1", "xa-1"]]),
            ("Ghi chú", [["Người lập: Mẫu"]]),
            ("Trống", []),
            ("Cũ", [["Mã", "Tên"], ["cu", "Cũ"]]),
        ):
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        book["Cũ"].sheet_state = "hidden"

    rows, said = read_table(book_of(tmp_path, fill), HEADS)
    assert ids(rows) == ["so-a", "xa-1"]
    assert [row.at.sheet for row in rows] == ["Sở", "Xã"]
    assert [(one.code, one.at.sheet) for one in said if isinstance(one, Note)] == [
        ("rows-above", "Xã"),
        ("sheet-without-headings", "Ghi chú"),
        ("sheet-hidden", "Cũ"),
    ]
    assert "trang “Xã”" in rows[1].at.said()


def test_a_file_of_one_sheet_is_told_without_its_name(tmp_path: Path) -> None:
    rows, _ = read_table(sheet_of(tmp_path, ["Mã", "Tên"], ["a", "A"]), HEADS)
    assert rows[0].at.said() == "list.xlsx, dòng 2"


def test_a_file_without_headings_is_trouble(tmp_path: Path) -> None:
    """One known heading may be a word of a title; two are headings."""
    with pytest.raises(Trouble):
        read_table(csv_of(tmp_path, "Mã\na\n"), HEADS)
    with pytest.raises(Trouble):
        read_table(sheet_of(tmp_path), HEADS)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_csv_is_parted_as_its_headings_are(mark: str, tmp_path: Path) -> None:
    """Whatever the titles above them hold."""
    head = "Danh sách, kèm Công văn số 12; ngày 5/8, Sở Nội vụ, Mẫu\n\n"
    path = csv_of(tmp_path, f"{head}Mã{mark}Tên\na{mark}A\n")
    rows, said = read_table(path, HEADS)
    assert (ids(rows), rows[0].at.line) == (["a"], 4)
    assert told(said) == [("rows-above", 1)]


def test_a_row_of_a_csv_is_told_by_its_first_line(tmp_path: Path) -> None:
    """A cell may hold a line break."""
    rows, _ = read_table(csv_of(tmp_path, 'Mã,Tên\na,"A\nA"\nb,B\n'), HEADS)
    assert [row.at.line for row in rows] == [2, 4]


def test_headings_of_two_rows_are_the_lower_one(tmp_path: Path) -> None:
    """Merged downwards beside a caption over several."""

    def change(sheet: Any) -> None:
        sheet.merge_cells("A1:A2")
        sheet.merge_cells("B1:C1")

    path = sheet_of(
        tmp_path, ["Mã", "Thông tin", None], [None, "Tên", "Ngày"], ["a", "A", "1/7/2025"],
        change=change,
    )  # fmt: skip
    (row,), _ = read_table(path, HEADS)
    assert row.cells == {"id": "a", "name": "A", "day": "2025-07-01"}


def test_rows_that_are_no_data_are_passed_over_and_said_so(tmp_path: Path) -> None:
    """Numbers of columns, captions across, headings of a new page."""
    path = sheet_of(
        tmp_path,
        HEADINGS,
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
        ["I. CÁC SỞ"],
        [1, "so-a", "Sở A"],
        HEADINGS,
        [2, "so-b", "Sở B"],
        change=lambda sheet: sheet.merge_cells("A3:E3"),
    )
    rows, said = read_table(path, HEADS)
    assert ids(rows) == ["so-a", "so-b"]
    assert told(said) == [("row-numbering", 2), ("row-title", 3), ("row-headings", 5)]


def test_a_row_is_numbering_only_under_the_headings_and_in_order(tmp_path: Path) -> None:
    """Letters may come first; anything else is data."""

    def read(*lines: str) -> list[str]:
        return ids(read_table(csv_of(tmp_path, "STT,Mã,Tên\n" + "\n".join(lines)), HEADS)[0])

    assert read("A,B,1", "1,a,A") == ["a"]
    assert read("1,a,A", "1,2,3") == ["a", "2"]
    assert read("a,c,A", "1,3,2") == ["c", "3"]


def test_a_merged_range_gives_its_value_to_rows_that_hold_something_else(tmp_path: Path) -> None:
    """Also where it reaches below the list."""
    path = sheet_of(
        tmp_path, ["Mã", "Tên", "Cấp"], ["a", "A", "xa"], ["b", "B"], ["c", "C", "so"],
        change=lambda sheet: (sheet.merge_cells("C2:C3"), sheet.merge_cells("C4:C9")),
    )  # fmt: skip
    rows, said = read_table(path, HEADS)
    assert [(row.cells["id"], row.cells["level"]) for row in rows] == [
        ("a", "xa"),
        ("b", "xa"),
        ("c", "so"),
    ]
    assert told(said) == [("cells-merged", 2)]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (datetime(2025, 7, 1), "cell-is-day"),  # noqa: DTZ001
        (51.1, "cell-is-fraction"),
        ("#REF!", "cell-failed"),
        ("=A1", "cell-unfinished"),
    ],
)
def test_what_excel_made_of_a_code_is_an_error_at_the_row(
    value: object, code: str, tmp_path: Path
) -> None:
    """1-7 became a day, 51.10 lost its zero; nobody can say what was typed. The row is left out."""
    path = sheet_of(tmp_path, ["Mã", "Tên", "code:gso"], ["a", "A", value], ["b", "B", "1"])
    rows, said = read_table(path, HEADS)
    assert (ids(rows), told(said)) == (["b"], [(code, 2)])


def test_what_is_no_day_is_an_error_at_the_row(tmp_path: Path) -> None:
    path = csv_of(tmp_path, "Mã,Tên,Ngày\na,A,2025\nb,B,10/20/2022\nc,C,01/07/2025\n")
    rows, said = read_table(path, HEADS)
    assert (ids(rows), told(said)) == (["c"], [("cell-not-day", 2), ("cell-not-day", 3)])


def test_days_read_alike_are_noted_once_with_their_rows(tmp_path: Path) -> None:
    lines = "".join(f"a{n},A,1.7.25\n" for n in range(7))
    _, (note,) = read_table(csv_of(tmp_path, f"Mã,Tên,Ngày\n{lines}"), HEADS)
    assert isinstance(note, Note)
    assert note.words == {"column": "Ngày: 1.7.25 → 01/07/2025", "rows": "2, 3, 4, 5, 6 +2"}


def test_cells_under_no_heading_are_left_out_and_noted(tmp_path: Path) -> None:
    rows, said = read_table(csv_of(tmp_path, "Mã,Tên\na,A,xem lại\nb,B\n"), HEADS)
    assert (rows[0].cells, told(said)) == (
        {"id": "a", "name": "A"},
        [("cells-without-heading", 2)],
    )


def test_two_columns_of_one_meaning_are_an_error(tmp_path: Path) -> None:
    """Which would count, nobody could say."""
    _, said = read_table(csv_of(tmp_path, "Mã,Mã số,Tên\na,b,A\n"), HEADS)
    assert told(said) == [("column-twice", 1)]


def test_a_heading_may_carry_the_mark_of_what_must_be_filled(tmp_path: Path) -> None:
    rows, said = read_table(csv_of(tmp_path, "Mã (*),TÊN *:\na,A\n"), HEADS)
    assert (rows[0].cells, said) == ({"id": "a", "name": "A"}, [])


@given(st.integers(0, 10**12), st.integers(1, 14))
def test_a_number_is_read_with_the_zeros_that_its_format_shows(number: int, zeros: int) -> None:
    cell = Cell(number, zeros=zeros)
    assert int(text(cell)) == number
    assert len(text(cell)) == max(zeros, len(str(number)))
    assert padded(cell) == (len(str(number)) < zeros)


def test_the_page_for_the_office_names_every_heading() -> None:
    page = (Path(__file__).parents[3] / "docs" / "import.md").read_text()
    for names in (units.COLUMNS, contacts.COLUMNS):
        assert [name for name in names if f"`{name}`" not in page] == []


def test_a_date_cell_needs_no_note(tmp_path: Path) -> None:
    path = sheet_of(tmp_path, ["Mã", "Tên", "Ngày"], ["a", "A", date(2025, 7, 1)])
    (row,), said = read_table(path, HEADS)
    assert (row.cells["day"], said) == ("2025-07-01", [])
