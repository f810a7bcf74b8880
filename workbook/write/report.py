"""Workbook, write: the report's sheet, one row per thing asked for."""

from collections.abc import Sequence

from openpyxl.worksheet.worksheet import Worksheet

from workbook import report_layout
from workbook.form import Asked, Form
from workbook.layout import FIRST_ROW, KEYS_ROW
from workbook.report_layout import ReportRow
from workbook.write import style, tables

LAST = 9
NUMBER, LABEL, UNIT, QUALIFIER, VALUE, DENOMINATOR, RATIO, HOW = range(2, LAST + 1)
NOTE = (
    "Chỉ điền ô nền vàng; dòng có dấu (*) là bắt buộc. Không có số thì chọn lý do trong danh sách, "
    "không ghi 0. Số ước lượng: chọn Mức (gần, hơn, trên, dưới, ước, khoảng)."
)


def write_report(sheet: Worksheet, form: Form, asked: Asked) -> None:
    columns = report_layout.report_columns()
    style.widths(sheet, [column.width for column in columns])
    style.title(sheet, 1, f"{form.duty(asked).title} – {form.participant.name}")
    style.note(sheet, 2, NOTE)
    style.put(sheet.cell(KEYS_ROW, 1), report_layout.report_marker(asked))
    for number, column in enumerate(columns, 2):
        style.heading(sheet.cell(4, number), column.heading)
        style.put(sheet.cell(KEYS_ROW, number), column.key)
    lines = list(report_layout.report_lines(form.plan, asked))
    for row, line in enumerate(lines, FIRST_ROW):
        _write_line(sheet, row, line, form)
    _validate(sheet, lines)
    sheet.row_dimensions[1].height = 24
    sheet.row_dimensions[4].height = 24
    sheet.row_dimensions[KEYS_ROW].hidden = True
    sheet.freeze_panes = sheet.cell(FIRST_ROW, QUALIFIER).coordinate
    style.guard(sheet)
    style.pages(sheet, "4:4")


def _write_line(sheet: Worksheet, row: int, line: ReportRow, form: Form) -> None:
    if line.shape == "heading":
        sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=LAST)
        cell = style.put(sheet.cell(row, 2), line.label, style.font(bold=True, color=style.DARK))
        cell.fill = style.fill(style.MIDDLE if line.label[:2] in {"I.", "II", "IV"} else style.PALE)
        sheet.row_dimensions[row].height = 18
        return
    style.put(sheet.cell(row, 1), line.key)
    star = " (*)" if line.required else ""
    told = {2: line.number, LABEL: line.label + star, UNIT: line.unit, HOW: line.how}
    for column, text in told.items():
        style.put(sheet.cell(row, column), text)
    for column in range(2, LAST + 1):
        closed = QUALIFIER <= column <= RATIO
        colour = style.CLOSED if closed else style.GREY
        style.shown(sheet.cell(row, column), colour, centred=column == NUMBER)
    _inputs(sheet, row, line, form)
    sheet.row_dimensions[row].height = _height(line)


def _height(line: ReportRow) -> float:
    if line.key in report_layout.NARRATIVE:
        return 90
    if line.shape == "text":
        return 36
    return max(style.height(line.label, 50), style.height(line.how, 36))


def _inputs(sheet: Worksheet, row: int, line: ReportRow, form: Form) -> None:
    match line.shape:
        case "text" | "line" | "day":
            for column in range(QUALIFIER, RATIO + 1):
                style.field(sheet.cell(row, column), "day" if line.shape == "day" else "text")
            sheet.merge_cells(start_row=row, end_row=row, start_column=QUALIFIER, end_column=RATIO)
        case "number":
            style.field(sheet.cell(row, QUALIFIER))
            style.field(sheet.cell(row, VALUE), "number")
            sheet.cell(row, VALUE).number_format = style.number_format(line.decimals)
        case "ratio":
            for column in (QUALIFIER, VALUE, DENOMINATOR):
                style.field(sheet.cell(row, column), "number")
            ratio = sheet.cell(row, RATIO)
            ratio.value = f'=IFERROR(IF(G{row}="","",F{row}/G{row}),"")'
            style.shown(ratio)
            ratio.number_format = style.PERCENT
        case "money":
            style.field(sheet.cell(row, VALUE), "number")
        case "total":
            first = row - len(form.plan.budget_sources)
            total = sheet.cell(row, VALUE)
            total.value = tables.sum_of(f"F{first}:F{row - 1}")
            style.shown(total)
            total.number_format = style.FORMS["number"]
        case "heading":
            raise ValueError("a heading has no inputs")


def _validate(sheet: Worksheet, lines: Sequence[ReportRow]) -> None:
    """The lists of a figure: its qualifiers, and what is said where there is no number."""
    columns = {column.key: column for column in report_layout.report_columns()}
    figures = [
        (row, line) for row, line in enumerate(lines, FIRST_ROW) if line.key.startswith("figures/")
    ]
    hedged = [f"E{row}" for row, line in figures if line.shape != "text"]
    values = [f"{'E' if line.shape == 'text' else 'F'}{row}" for row, line in figures]
    for key, cells in (("qualifier", hedged), ("value", values)):
        if cells:
            tables.add_validation(sheet, " ".join(cells), columns[key], ["gần"])
