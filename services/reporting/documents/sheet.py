"""Reporting, documents: the report as .xlsx, a sheet per table, numbers as numbers."""

import io
import re
from decimal import Decimal
from typing import cast

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from services.reporting.documents.tables.report import appendix, body
from services.reporting.documents.tables.table import Cell, Millions, Table, shown
from services.reporting.documents.wording import MILLIONS, clean, moment
from services.reporting.domain.consolidated import Consolidated

FORBIDDEN_IN_TITLE = re.compile(r"[\[\]:*?/\\]")
HEAD = PatternFill("solid", fgColor="DDE7F3")
WIDEST, NARROWEST = 60, 12


def workbook(report: Consolidated) -> bytes:
    """The workbook; what units wrote is text even where it looks like a formula."""
    book = Workbook()
    del book[book.sheetnames[0]]
    book.properties.creator = clean(report.collecting_office.name)
    book.properties.title = clean(report.plan.title)
    book.properties.created = book.properties.modified = report.as_of.replace(tzinfo=None)
    note = f"Số liệu tính đến {moment(report.as_of, report.plan.zone)}"
    for table in [*body(report), *appendix(report)]:
        _fill(book.create_sheet(FORBIDDEN_IN_TITLE.sub("-", table.sheet)), table, note)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _put(sheet: Worksheet, row: int, column: int, value: Cell) -> SheetCell:
    cell = cast("SheetCell", sheet.cell(row, column))  # nothing here merges cells
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if isinstance(value, str):
        cell.value = clean(value)
        cell.data_type = "s"
    elif isinstance(value, Millions):
        # Exact: what the format rounds on the screen is whole in the cell.
        cell.value = None if value.dong is None else Decimal(value.dong) / 10**6
        cell.number_format = MILLIONS
    elif value is not None:
        cell.value = value
        cell.number_format = "#,##0"
    return cell


def _fill(sheet: Worksheet, table: Table, note: str) -> None:
    for number, line in enumerate(filter(None, (table.title, note, table.note)), 1):
        _put(sheet, number, 1, line).alignment = Alignment(wrap_text=False)
    sheet["A1"].font = Font(bold=True, size=13)
    for column, name in enumerate(table.columns, 1):
        head = _put(sheet, 4, column, name)
        head.font, head.fill = Font(bold=True), HEAD
        longest = max([len(name), *(len(shown(row[column - 1])) for row in table.rows)])
        width = min(WIDEST, max(NARROWEST, longest + 2))
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, row in enumerate(table.rows, 5):
        for column, value in enumerate(row, 1):
            _put(sheet, number, column, value)
    sheet.freeze_panes = "B5"
