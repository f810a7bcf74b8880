"""Workbook, write: a copy of a workbook in which every fault stands at its cell."""

import io
from collections import defaultdict
from collections.abc import Sequence
from typing import assert_never

from openpyxl import Workbook
from openpyxl.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from contracts.findings import severity_word
from contracts.words import Severity
from workbook import layout
from workbook.sentences import Fault
from workbook.write import style

AUTHOR = "ngayso"
HEADS = (("STT", 6), ("Mức độ", 10), ("Trang", 16), ("Dòng", 8), ("Cột", 34), ("Ô", 8))
WIDTH = 80


def mark(book: Workbook, faults: Sequence[Fault]) -> bytes:
    """The workbook as it was typed, with the faults; marks of an earlier copy are taken off."""
    for sheet in book.worksheets:
        _unmark(sheet)
    if layout.FAULTS in book.sheetnames:
        book.remove(book[layout.FAULTS])
    told: defaultdict[tuple[str, str], list[Fault]] = defaultdict(list)
    for fault in faults:
        if fault.place and fault.place.cell and fault.place.sheet in book.sheetnames:
            told[fault.place.sheet, fault.place.cell].append(fault)
    for (name, cell), found in told.items():
        _mark(book[name], cell, found)
    _list(book.create_sheet(layout.FAULTS, 0), faults)
    book.active = 0
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = sheet.title == layout.FAULTS
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _unmark(sheet: Worksheet) -> None:
    for cell in list(sheet._cells.values()):
        if cell.comment is not None and cell.comment.author == AUTHOR:
            cell.comment = None
            cell.fill = style.fill(style.INPUT)


def _mark(sheet: Worksheet, where: str, faults: Sequence[Fault]) -> None:
    cell = sheet[where]
    if isinstance(cell, MergedCell):
        return
    cell.fill = style.fill(_colour("error" if any(fault.wrong for fault in faults) else "warning"))
    told = [fault.finding for fault in faults]
    text = "\n".join(f"{severity_word(one.severity)}: {one.vi}" for one in told)
    cell.comment = Comment(text, AUTHOR, height=40 + 18 * (1 + len(text) // 38), width=280)


def _list(sheet: Worksheet, faults: Sequence[Fault]) -> None:
    style.widths(sheet, [*(width for _, width in HEADS), WIDTH])
    style.title(sheet, 1, "LỖI CẦN SỬA")
    style.note(
        sheet, 2, "Sửa ở các trang sau rồi gửi lại tệp này. Bấm vào ô ở cột Ô để đến chỗ sai."
    )
    for column, head in enumerate([*(head for head, _ in HEADS), "Nội dung"], 2):
        style.heading(sheet.cell(4, column), head)
    for number, fault in enumerate(faults, 1):
        row = 4 + number
        finding, place = fault.finding, fault.place
        cells = (
            number,
            severity_word(finding.severity),
            place.sheet if place else "",
            place.row if place else None,
            place.column if place else None,
            place.cell if place else None,
            finding.vi,
        )
        for column, value in enumerate(cells, 2):
            cell = style.put(sheet.cell(row, column), value, style.font())
            cell.border = style.GRID
            cell.alignment = style.CENTRED if isinstance(value, int) else style.WRAP
        if place and place.cell:
            link = sheet.cell(row, 7)
            link.hyperlink = f"#'{place.sheet.replace(chr(39), chr(39) * 2)}'!{place.cell}"
            link.font = style.font(color="0563C1")
        sheet.cell(row, 3).fill = style.fill(_colour(finding.severity))
        sheet.row_dimensions[row].height = max(
            style.height(finding.vi, WIDTH), style.height((place and place.column) or "", 34)
        )
    sheet.freeze_panes = "B5"
    style.pages(sheet, "4:4")


def _colour(severity: Severity) -> str:
    match severity:
        case "error":
            return style.RED
        case "warning":
            return style.AMBER
        case _:
            assert_never(severity)
