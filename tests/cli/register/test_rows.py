"""A book of incoming documents as registry offices keep it: read, or refused by row and cell."""

import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cli.console import Trouble
from cli.findings import Located
from cli.notes import Said
from cli.register.rows import Entry, author_key, number_key, read_register

HEADINGS = ["STT", "Ngày đến", "Số đến", "Tác giả", "Số, ký hiệu văn bản", "Ngày tháng văn bản",
            "Tên loại và trích yếu nội dung", "Đơn vị hoặc người nhận", "Ghi chú"]  # fmt: skip


def book(tmp_path: Path, *rows: list[Any]) -> Path:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    made.save(tmp_path / "so.xlsx")
    return tmp_path / "so.xlsx"


def told(said: list[Said]) -> list[tuple[str, int | None]]:
    return [
        (one.finding.code if isinstance(one, Located) else one.code, one.at.line) for one in said
    ]


def read(tmp_path: Path, *rows: list[Any]) -> tuple[list[Entry], list[tuple[str, int | None]]]:
    entries, said = read_register(book(tmp_path, HEADINGS, *rows))
    return entries, told(said)


@pytest.mark.parametrize(
    "day",
    ["18/10/2022", "18/10/2022  ", date(2022, 10, 18), 44852, "44852", "ngày 18 tháng 10 năm 2022"],
)
@pytest.mark.parametrize("number", ["Số: 012/BC-UBND ", "12/BC-UBND", "số 12 / BC – UBND"])
def test_a_number_and_a_day_are_read_however_they_are_written(
    tmp_path: Path, day: object, number: str
) -> None:
    """Numbers are compared without the word, zeros, spaces and kinds of dashes."""
    row = [1, day, 55, "Huyện 1", number, day, "Báo cáo kết quả", None, None]
    (entry,), _ = read(tmp_path, row)
    assert entry.incoming.model_dump() == {"number": "55", "day": date(2022, 10, 18)}
    assert entry.signed
    assert (number_key(entry.number), entry.signed.day) == ("12/bc-ubnd", date(2022, 10, 18))


def test_names_in_two_parts_and_abbreviated_are_the_same_author(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "Ủy ban nhân dân huyện Ba Tơ")
    row = [1, "18/10/2022", "55", decomposed, "12/BC-UBND", None, None, None, None]
    (entry,), _ = read(tmp_path, row)
    assert author_key(entry.author) == author_key("UBND huyện  Ba Tơ ") == "ubnd huyện ba tơ"


def test_a_day_behind_the_number_in_the_same_cell_is_its_day(tmp_path: Path) -> None:
    row = [1, "18/10/2022", "55", "A", "Số: 12/BC-UBND ngày 17/10/2022", None, None, None, None]
    (entry,), _ = read(tmp_path, row)
    assert entry.signed
    assert (entry.signed.number, entry.signed.day) == ("12/BC-UBND", date(2022, 10, 17))


def test_headings_over_two_rows_with_merged_cells_are_found(tmp_path: Path) -> None:
    """A title above them, a row of column numbers below them."""
    made = openpyxl.Workbook()
    sheet = made.active
    for row in (
        ["SỔ ĐĂNG KÝ VĂN BẢN ĐẾN NĂM 2022", None, None, None, None],
        ["Ngày đến", "Số đến", "Văn bản", None, None],
        [None, None, "Nơi gửi", "Số ký hiệu", "Ngày ký"],
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
        ["18/10/2022", 7, "Huyện 1", "12/BC-UBND", "17/10/2022"],
    ):
        sheet.append(row)
    for area in ("A1:E1", "A2:A3", "B2:B3", "C2:E2"):
        sheet.merge_cells(area)
    made.save(tmp_path / "so.xlsx")
    (entry,), _ = read_register(tmp_path / "so.xlsx")
    assert entry.signed
    assert (entry.incoming.number, entry.author, entry.signed.day) == (
        "7",
        "Huyện 1",
        date(2022, 10, 17),
    )


def test_what_cannot_be_read_is_named_by_row_and_cell_and_the_other_rows_are_read(
    tmp_path: Path,
) -> None:
    entries, said = read(
        tmp_path,
        [1, "18/10/2022", 55, "A", "1/BC", None, None, None, None],
        [2, "31/02/2022", 56, "A", "2/BC", None, None, None, None],
        [3, "18/10/2022", None, "A", "3/BC", None, None, None, None],
        [4, None, 58, "A", "4/BC", None, None, None, None],
        [5, "18/10/2022", date(2022, 1, 5), "A", "5/BC", None, None, None, None],
        [6, "18/10/2022", "9" * 2000, "A", "6/BC", None, None, None, None],
        [None, None, None, None, None, None, "Cộng", None, None],
    )
    assert [entry.number for entry in entries] == ["1/BC"]
    assert sorted(said, key=lambda one: one[1] or 0) == [
        ("cell-not-day", 3),
        ("cell-missing", 4),
        ("cell-missing", 5),
        ("cell-is-day", 6),
        ("register-number", 7),
    ]


def test_a_row_that_stands_twice_counts_once(tmp_path: Path) -> None:
    row = [1, "18/10/2022", "55", "A", "12/BC", "17/10/2022", None, None, None]
    again = [9, "18/10/2022 ", 55, "A ", "Số: 12/BC", "17/10/2022", None, None, None]
    entries, said = read(tmp_path, row, again)
    assert (len(entries), said) == (1, [("register-row-again", 3)])


def test_a_sheet_without_such_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="headings"):
        read_register(book(tmp_path, ["Họ tên", "Chức vụ"], ["A", "B"]))


@pytest.mark.parametrize(
    ("number", "subject", "is_report"),
    [
        ("12/BC-UBND", "", True),
        ("12/2022/BC-SGD", "", True),
        ("12/GM-UBND", "Mời họp", False),
        ("12/UBND-VX", "V/v gửi Báo cáo Ngày Chuyển đổi số", True),
        ("12/BCĐ-VP", "Mời họp", False),
    ],
)
def test_what_is_a_report_shows_in_its_sign_or_in_what_it_is_about(
    tmp_path: Path, number: str, subject: str, is_report: bool
) -> None:
    row = [1, "18/10/2022", "55", "A", number, None, subject, None, None]
    (entry,), _ = read(tmp_path, row)
    assert entry.reports == is_report


def test_a_number_kept_for_later_and_a_sum_below_are_no_entries(tmp_path: Path) -> None:
    kept = [None, None, "56", None, None, None, None, None, None]
    below = [None, None, "Cộng: 1 văn bản", None, None, None, None, None, None]
    row = [1, "18/10/2022", "55", "Huyện 1", "12/BC-UBND", None, None, None, None]
    entries, said = read(tmp_path, row, kept, below)
    assert ([one.incoming.number for one in entries], said) == (["55"], [])


def test_a_book_that_is_called_xls_is_read_where_it_is_none(tmp_path: Path) -> None:
    row = [1, "18/10/2022", "55", "Huyện 1", "12/BC-UBND", None, None, None, None]
    called = book(tmp_path, HEADINGS, row).rename(tmp_path / "so.xls")
    assert len(read_register(called)[0]) == 1
    called.write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    with pytest.raises(Trouble, match=r"\.xlsx, \.csv is wanted"):
        read_register(called)
