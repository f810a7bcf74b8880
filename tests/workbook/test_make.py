"""Workbook, make: what stands in one."""

import pytest
from openpyxl import Workbook

from contracts.values import Deadline
from tests.workbook.given import UNIT, opened, plan, report_rows
from workbook import layout
from workbook.form import STATUSES, choices, unpack
from workbook.write.cover import say_deadline


def texts(book: Workbook, name: str) -> str:
    return "\n".join(
        str(cell) for row in book[name].iter_rows(values_only=True) for cell in row if cell
    )


def test_it_says_what_is_owed_by_when() -> None:
    """The first sheet has the duties with deadlines as staff read them, and the assignments."""
    said = texts(opened(), layout.DUTIES)
    assert "chậm nhất ngày 30/09/2022 (thứ Sáu); hết ngày đó vẫn là đúng hạn" in said
    assert "trước ngày 20/10/2022 (hết ngày 19/10)" in said
    assert "V.8.c" in said
    assert "Phối hợp" in said
    assert "V.9" not in said


@pytest.mark.parametrize(
    ("deadline", "said"),
    [
        ({"day": "2026-10-10", "hour": "17:00"}, "trước 17 giờ 00 ngày 10/10/2026 (thứ Bảy)"),
        (
            {"day": "2026-10-11", "hour": "08:30", "inclusive": True},
            "chậm nhất 08 giờ 30 ngày 11/10/2026 (Chủ nhật)",
        ),
    ],
)
def test_an_hour_is_said(deadline: dict[str, object], said: str) -> None:
    """A deadline with an hour needs no word about the day's end."""
    assert say_deadline(Deadline.model_validate(deadline)) == said


def test_lists_drop_down() -> None:
    """Kinds, status, assignments, partners, qualifiers and indicators are chosen from lists."""
    book = opened()
    names = {
        validation.formula1.removeprefix("=ds_")
        for sheet in book.worksheets
        for validation in sheet.data_validations.dataValidation
        if validation.type == "list"
    }
    assert names == {
        "kinds", "statuses", "assignments", "partners", "qualifiers", "indicators", "nothings",
        "nils", "beside_1",
    }  # fmt: skip
    for name in names:
        sheet, cells = next(book.defined_names[f"ds_{name}"].destinations)
        assert [cell for (cell,) in book[sheet][cells]], name
    (column,) = (c for c in book[layout.LISTS].iter_cols() if c[0].value == "statuses")
    assert [cell.value for cell in column[1 : len(STATUSES) + 1]] == list(STATUSES)


def test_the_form_comes_back_from_the_hidden_sheet() -> None:
    """Plan, unit and lists are in a sheet nobody sees."""
    book = opened()
    hidden = book[layout.HIDDEN]
    form = unpack({str(k): str(v) for k, v in hidden.iter_rows(values_only=True)})
    assert hidden.sheet_state == "veryHidden"
    assert (form.plan.id, form.participant.unit) == (plan().id, UNIT)
    assert list(choices(form)["assignments"].values()) == ["v5b", "v8a", "v8b", "v8c"]
    assert form.plan.indicators == plan().indicators
    assert form.plan.rules == plan().rules


def test_each_indicator_takes_what_its_arithmetic_wants() -> None:
    """A number opens one cell, a ratio two and one for its per cent alone, a text one wide cell;
    the others are locked.
    """
    book = opened()
    sheet, rows = book[layout.REPORT], report_rows(book)

    def free(key: str) -> str:
        row = rows[f"figures/{key}"]
        return "".join(c for c in "DEFGHI" if not sheet[f"{c}{row}"].protection.locked)

    assert free("tin-bai") == "EF"
    assert free("ho-so-truc-tuyen") == "EFGI"
    text = rows["figures/mo-hinh-tieu-bieu"]
    assert f"E{text}:I{text}" in {str(area) for area in sheet.merged_cells.ranges}


def test_every_sheet_prints_on_a4_landscape() -> None:
    """What is seen is made for paper, with headings that stay."""
    for sheet in opened().worksheets:
        if sheet.sheet_state == "visible":
            assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        if sheet.title in layout.MARKERS:
            assert sheet.freeze_panes
            assert sheet.row_dimensions[layout.KEYS_ROW].hidden
            assert sheet.column_dimensions["A"].hidden
