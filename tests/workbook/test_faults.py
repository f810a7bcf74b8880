"""Workbook, faults: every error names the cell it is about, and stands there in the copy."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook

from tests.workbook.given import (
    FIRST,
    Fill,
    activity,
    data,
    keys,
    put,
    read_file,
    report_rows,
    submitted,
    tell,
    told,
)
from workbook import layout
from workbook.submission import Submission, marked
from workbook.write.style import RED

A, S, M, B = layout.ACTIVITIES, layout.FIGURES, layout.EVIDENCE, layout.REPORT


def figures(**cells: Any) -> Fill:
    given = {name.replace("__", "/"): value for name, value in cells.items()}
    return lambda book: put(book, S, FIRST, {"number": 1, "indicator": "Tin, bài"} | given)


def evidence(**cells: Any) -> Fill:
    good = {"number": 1, "title": "Tin", "link": "https://x.example/a"}
    return lambda book: put(book, M, FIRST, good | cells)


def report(**cells: Any) -> Fill:
    given = {name.replace("__", "/").replace("_", "-"): value for name, value in cells.items()}
    return lambda book: tell(book, {"figures/su-kien": 1} | given)


def copy_of(submission: Submission) -> Workbook:
    """The marked copy, opened."""
    return openpyxl.load_workbook(io.BytesIO(marked(submission) or b""))


CASES: list[tuple[list[Fill], str, str]] = [
    # what a cell cannot be
    ([activity(kind="Hội chợ")], "not-listed", f"{A}!D6"),
    ([activity(assignments="V.9")], "not-listed", f"{A}!E6"),
    ([activity(status="Xong")], "not-listed", f"{A}!I6"),
    ([activity(**{"partner-2": "Sở Lạ"})], "not-listed", f"{A}!L6"),
    ([activity(kind=None)], "cell-missing", f"{A}!D6"),
    ([activity(title="  ", place="Ở đây")], "cell-missing", f"{A}!C6"),
    ([activity(starts_on="10/20/2022")], "day-unknown", f"{A}!F6"),
    ([activity(starts_on="tháng 10")], "day-form", f"{A}!F6"),
    ([activity(ends_on="04/10/2022")], "days-reversed", f"{A}!G6"),
    ([activity(**{"planned/ngan-sach": "24.5 triệu"})], "money-form", f"{A}!R6"),
    ([activity(**{"planned/ngan-sach": 24.455})], "money-form", f"{A}!R6"),
    ([activity(**{"planned/ngan-sach": -1})], "number-negative", f"{A}!R6"),
    ([activity(**{"actual/tai-tro": "gần 3.500"})], "number-qualifier", f"{A}!Z6"),
    ([activity(**{"planned/ngan-sach": "=1+"})], "formula-empty", f"{A}!R6"),
    ([activity(**{"planned/ngan-sach": "#REF!"})], "cell-error", f"{A}!R6"),
    ([activity(joint__unit="Sở TT&TT")], "joint-incomplete", f"{A}!P6"),
    # what the other sheets say about an activity
    ([activity(), figures(number=7, planned__value=1)], "activity-row", f"{S}!B6"),
    ([activity(), figures()], "figure-alone", f"{S}!G6"),
    ([activity(), figures(planned__value="72,63%")], "number-percent", f"{S}!G6"),
    ([activity(), figures(number=None, planned__value=1)], "cell-missing", f"{S}!B6"),
    (
        [activity(), figures(planned__qualifier="hơn", planned__value="gần 3.500")],
        "qualifier-two",
        f"{S}!G6",
    ),
    ([activity(), evidence(title=None)], "cell-missing", f"{M}!D6"),
    # what the contract and the registry's rules say
    ([activity(), evidence(link="anh.jpg")], "wrong-form", f"{M}!E6"),
    ([activity(title="x" * 501)], "out-of-range", f"{A}!C6"),
    ([activity(), figures(planned__value=10_001)], "value-range", f"{S}!G6"),
    ([activity(), figures(actual__value=2, actual__denominator=5)], "indicator-shape", f"{S}!L6"),
    ([activity(joint__unit="Sở TT&TT", joint__activity="Mã 1")], "wrong-form", f"{A}!P6"),
    ([activity(**{"planned//total": 5, "planned/tai-tro": 6})], "money-does-not-add-up", f"{A}!W6"),
    ([report(figures__su_kien=1001)], "value-range", f"{B}!F18"),
    ([report(figures__su_kien=None, figures__tin_bai=2)], "indicator-missing", f"{B}!F18"),
    ([report(figures__ho_so_truc_tuyen=5)], "indicator-shape", f"{B}!G38"),
    ([report(figures__nguoi_du_thi=5, figures__luot_thi=4)], "rule-at-most", f"{B}!F58"),
    ([report(signed__number="05/BC")], "cell-missing", f"{B}!E11"),
    ([report(signed__number="5", signed__day="mai")], "day-form", f"{B}!E11"),
    ([report(summary="a\u0085b")], "invalid", f"{B}!E74"),
    ([lambda book: None], "nothing-filled", f"{A}!-"),
]


@pytest.mark.parametrize(("fills", "code", "where"), CASES)
def test_an_error_names_its_cell(fills: list[Fill], code: str, where: str) -> None:
    """One mistake, one error, at the cell where it was made."""
    submission = submitted(*fills)
    assert told(submission) == [(code, where)]
    assert submission.wrong


def test_a_place_is_said_as_staff_find_it() -> None:
    """Sheet, row and column, with the heading above."""
    (fault,) = submitted(activity(**{"planned/ngan-sach": "x"})).faults
    assert str(fault.place) == "Hoạt động, dòng 6, cột Kinh phí dự kiến: Ngân sách nhà nước (ô R6)"


def test_a_rule_is_told_with_names_not_ids() -> None:
    """Staff know “Tin, bài”, not tin-bai."""
    cells = {"figures__tin_bai": 1, "figures__phong_su": 2, "figures__san_pham_truyen_thong": 4}
    (fault,) = submitted(report(**cells)).faults
    assert "“Tin, bài” + “Phóng sự, chuyên mục, chuyên đề” (3)" in fault.finding.vi


def test_warnings_do_not_stop_a_workbook() -> None:
    """A day outside the window is told, at its cell, and sent."""
    submission = submitted(activity(starts_on="11/10/2022"))
    assert ("outside-window", f"{A}!F6") in told(submission)
    assert not submission.wrong


def test_merged_cells_are_told() -> None:
    """What was meant for several rows is not given to the first alone."""

    def merge(book: Workbook) -> None:
        book[A].merge_cells("H6:H8")

    assert told(submitted(activity(place="Huyện"), merge)) == [("merged", f"{A}!H6")]


def test_the_reports_own_merged_cells_are_fine() -> None:
    """Texts span several columns; a merge of figures is told."""
    assert len(data(submitted(report(summary="Tốt")))) == 1

    def merge(book: Workbook) -> None:
        book[B].merge_cells("F18:F19")

    assert told(submitted(report(), merge)) == [("merged", f"{B}!F18")]


def test_a_deleted_column_is_told() -> None:
    """A whole record without it would wipe what was sent before."""

    def delete(book: Workbook) -> None:
        book[A].delete_cols(keys(book[A])["place"])

    (fault,) = submitted(activity(), delete).faults
    assert (fault.finding.code, str(fault.place)) == ("column-missing", "Hoạt động, cột Địa điểm")


def test_a_deleted_row_of_the_report_is_told() -> None:
    """And named by what stood there."""

    def delete(book: Workbook) -> None:
        row = report_rows(book)["figures/tin-bai"]
        for area in list(book[B].merged_cells.ranges):
            if area.min_row > row:
                book[B].unmerge_cells(area.coord)
        book[B].delete_rows(row)

    (fault,) = submitted(report(), delete).faults
    assert fault.finding.code == "row-missing"
    assert "Tin, bài" in fault.finding.vi


@pytest.mark.parametrize("name", [A, S, M, B])
def test_a_deleted_sheet_is_told(name: str) -> None:
    """Each sheet belongs to the whole record."""
    submission = submitted(activity(), lambda book: book.remove(book[name]))
    assert ("sheet-missing", f"{name}!-") in told(submission)


def test_a_copied_sheet_is_told() -> None:
    """Which of the two counts is not guessed."""

    def copy(book: Workbook) -> None:
        book.copy_worksheet(book[A])

    assert "sheet-twice" in dict(told(submitted(activity(), copy)))


def test_a_copied_row_is_told() -> None:
    """Two rows with one id would overwrite each other."""

    def copy(book: Workbook) -> None:
        for cell in list(book[A][FIRST]):
            book[A].cell(FIRST + 1, cell.column).value = cell.value

    submission = submitted(activity(), copy)
    assert [code for code, _ in told(submission)] == ["row-copied"]


def test_an_inserted_row_is_told() -> None:
    """A row without an id would be another activity each time it is sent."""

    def insert(book: Workbook) -> None:
        book[A].insert_rows(FIRST + 1)
        put(book, A, FIRST + 1, {"title": "Thêm"})

    submission = submitted(activity(), insert)
    assert [code for code, _ in told(submission)] == ["no-number"]


def test_the_copy_shows_errors_where_they_are() -> None:
    """Red, with a comment, and listed on a first sheet; nothing that was typed is lost."""
    book = copy_of(submitted(activity(kind="Hội chợ", place="Huyện")))
    cell = book[A]["D6"]
    assert cell.fill.start_color.rgb == f"00{RED}"
    assert cell.comment is not None
    assert "Hội chợ" in cell.comment.text
    assert book.sheetnames[0] == layout.FAULTS
    listed = [row[1:] for row in book[layout.FAULTS].iter_rows(min_row=5, values_only=True)]
    assert listed[0][:6] == (1, "LỖI", A, 6, "Loại hoạt động", "D6")
    assert book[A]["H6"].value == "Huyện"
    assert book[A].data_validations.dataValidation


def test_the_copy_can_be_mended_and_sent(tmp_path: Path) -> None:
    """Marks of last time go."""
    book = copy_of(submitted(activity(kind="Hội chợ")))
    put(book, A, FIRST, {"kind": "Băng rôn, khẩu hiệu", "starts_on": "mai"})
    mended = tmp_path / "mended.xlsx"
    book.save(mended)
    submission = read_file(mended)
    assert told(submission) == [("day-form", f"{A}!F6")]
    again = copy_of(submission)
    assert again[A]["D6"].comment is None
    assert again[A]["F6"].comment is not None
    assert again.sheetnames.count(layout.FAULTS) == 1
