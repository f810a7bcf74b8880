"""Tests, reporting: a report with every kind of figure, and workbooks as they are opened."""

import io
from functools import cache
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from services.reporting.documents.book.sheet import FIRST_ROW
from services.reporting.documents.render import render
from services.reporting.domain.consolidated import Consolidated
from tests.reporting.given import campaigns
from tests.reporting.given.campaigns import entry, weekly

HEAD = FIRST_ROW - 1
FIGURES = [
    {"id": "luot", "name": "Lượt", "unit": "lượt", "arithmetic": "sum", "group": "Chung"},
    {"id": "to", "name": "Tổ", "unit": "tổ", "arithmetic": "stock", "group": "Chung"},
    {"id": "gio", "name": "Giờ", "arithmetic": "sum", "decimals": 1, "group": "Chung/riêng"},
    {"id": "thon", "name": "Thôn", "unit": "%", "arithmetic": "ratio"},
    {"id": "nguoi", "name": "Người", "unit": "người", "arithmetic": "not-additive"},
    {"id": "loi", "name": "Mô hình", "arithmetic": "text"},
    {"id": "trong", "name": "Không ai nêu", "arithmetic": "sum"},
]


@cache
def every_kind() -> Consolidated:
    """Every arithmetic, hedged, in per cent alone, and with each kind of nothing."""
    units = {"xa-a": "xa", "xa-b": "xa", "xa-c": "xa"}
    told = campaigns.Told([entry("bc"), weekly("tuan")], FIGURES, units)
    a = {
        "luot": {"value": 12_500, "qualifier": "gần"},
        "to": 7,
        "gio": 2.5,
        "thon": {"numerator": 99_996, "denominator": 100_000},
        "nguoi": 30,
        "loi": {"text": '=HYPERLINK("http://x.example")'},
    }
    b = {"luot": 0, "to": {"nothing": "no-occurrence"}, "thon": {"percent": 72.63}, "gio": 0.7}
    told.report("xa-a", "bc", figures=a)
    told.report("xa-b", "bc", figures=b)
    told.report("xa-b", "tuan_2022-w40", figures={"luot": 3})
    return told.consolidated()


def opened(report: Consolidated, **how: Any) -> Workbook:
    return load_workbook(io.BytesIO(render(report, "xlsx")), **how)


def values(book: Workbook) -> dict[tuple[str, str], Any]:
    """Every cell that holds something; of an empty text, nothing."""
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in (None, "")
    }


def column(sheet: Worksheet, name: str) -> list[Any]:
    """What stands below a head."""
    [at] = [cell.column for cell in sheet[HEAD] if cell.value == name]
    return [sheet.cell(row, at).value for row in range(FIRST_ROW, sheet.max_row + 1)]
