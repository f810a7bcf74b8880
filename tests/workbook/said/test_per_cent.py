"""Workbook: a ratio of which only the per cent is known."""

from typing import Any

import pytest
from openpyxl import Workbook

from tests.workbook.given import (
    FIRST,
    Fill,
    activity,
    data,
    put,
    submitted,
    tell,
    told,
)
from workbook import layout
from workbook.layout import KEYS_ROW

S, B = layout.FIGURES, layout.REPORT
RATIO = "figures/ho-so-truc-tuyen"
SHARES: list[tuple[object, str, dict[str, Any]]] = [
    ("72,63%", "General", {"percent": 72.63}),
    ("gần 70 %", "General", {"percent": 70, "qualifier": "gần"}),
    (0.7263, "0.00%", {"percent": 72.63}),
    (1, "0.00%", {"percent": 100}),
    (0, "0.00%", {"percent": 0}),
    (72.63, "General", {"percent": 72.63}),
    ("0,5", "@", {"percent": 0.5}),
]


@pytest.mark.parametrize(("typed", "form", "figure"), SHARES)
def test_a_ratio_may_be_known_only_as_per_cent(
    typed: object, form: str, figure: dict[str, Any]
) -> None:
    """Of a report and of an activity, planned too: what the cell shows is what is sent."""
    planned = {"number": 1, "indicator": "Hồ sơ nộp trực tuyến trên tổng số hồ sơ"}

    def fill(book: Workbook) -> None:
        activity()(book)
        put(book, S, FIRST, {**planned, "planned/percent": typed})
        tell(book, {"figures/su-kien": 1, f"{RATIO}/percent": typed})
        for sheet in (book[S], book[B]):
            for row in sheet.iter_rows(min_row=KEYS_ROW + 1):
                for cell in row:
                    if cell.value == typed and cell.number_format == "0.00%":
                        cell.number_format = form

    declared, sent = data(submitted(fill))
    wanted = {"indicator": "ho-so-truc-tuyen", **figure}
    assert declared["activity"]["planned"]["figures"] == [wanted]
    assert sent["report"]["figures"][1] == wanted


def share(**cells: object) -> Fill:
    given = {f"{RATIO}/{name}".removesuffix("/value"): value for name, value in cells.items()}
    return lambda book: tell(book, {"figures/su-kien": 1, **given})


def plainly(fill: Fill) -> Fill:
    """The cells of the per cent without their format, as after being pasted."""

    def change(book: Workbook) -> None:
        fill(book)
        for cell in book[B]["I"]:
            cell.number_format = "General"

    return change


NO_SHARE: list[tuple[Fill, str, str]] = [
    (share(value="72,63%"), "number-percent", "F38"),
    (share(percent="72,63%", value=5), "percent-and-parts", "F38"),
    (share(percent="72,63%", denominator=5), "percent-and-parts", "G38"),
    (share(percent="không phát sinh"), "number-form", "I38"),
    (share(percent="-5%"), "number-negative", "I38"),
    (share(percent="100,01%"), "percent-range", "I38"),
    (share(percent=72.63), "percent-range", "I38"),
    (share(percent="72,6312"), "number-decimals", "I38"),
    (share(percent=True), "number-form", "I38"),
    (plainly(share(percent=0.7263)), "percent-unclear", "I38"),
    (share(value="không phát sinh", percent=5), "nothing-and-more", "I38"),
    (lambda book: tell(book, {"figures/su-kien/percent": 0.5}), "percent-of-none", "I18"),
]


@pytest.mark.parametrize(("fill", "code", "cell"), NO_SHARE)
def test_what_is_no_per_cent_names_its_cell(fill: Fill, code: str, cell: str) -> None:
    faults = told(submitted(fill))
    assert (code, f"{B}!{cell}") in faults
    assert {where for _, where in faults} <= {f"{B}!{cell}", f"{B}!F18", f"{B}!G38"}
