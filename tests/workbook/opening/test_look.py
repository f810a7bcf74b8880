"""Workbook, look: what was opened looks as it did, so that a copy with marks does as well."""

import io
from copy import copy
from typing import Any

from openpyxl import Workbook

from tests.workbook.given import made, opened
from workbook.read.safe import load


def edges(book: Workbook) -> dict[tuple[str, str], Any]:
    """The edges of each merged range's last cell, by sheet and range."""
    return {
        (sheet.title, str(merged)): copy(sheet._cells[merged.max_row, merged.max_col].border)
        for sheet in book.worksheets
        for merged in sheet.merged_cells.ranges
    }


def test_cells_below_a_merged_one_keep_their_edges() -> None:
    """Spreadsheets draw the right and lower edge of a range at the cells below it."""
    seen = edges(load(made()).typed)
    assert any(edge.bottom.style for edge in seen.values())
    assert seen == edges(opened())


def test_cells_below_a_merged_one_hold_nothing() -> None:
    """Whatever a file has there, nobody sees it."""
    book = opened()
    sheet, merged = next((s, r) for s in book.worksheets for r in s.merged_cells.ranges)
    last = merged.max_row, merged.max_col
    sheet.unmerge_cells(str(merged))
    sheet.cell(*last).value = "unseen"
    sheet.merged_cells.add(merged)
    content = io.BytesIO()
    book.save(content)
    assert load(content.getvalue()).typed[sheet.title].cell(*last).value is None
