"""Workbook, write: the report's sheet, one row per thing asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl.worksheet.worksheet import Worksheet

from workbook import report_layout
from workbook.form import Asked, Form, choices
from workbook.layout import FIRST_ROW, KEYS_ROW
from workbook.report_layout import EARLIER, ReportRow
from workbook.write import style, tables

NUMBER, LABEL, UNIT, QUALIFIER, VALUE, DENOMINATOR, RATIO, PERCENT, NEXT = range(2, 11)
NOTE = (
    "Chỉ điền ô nền vàng; dòng có dấu (*) là bắt buộc. Không có số thì chọn lý do trong danh sách, "
    "không ghi 0. Số ước lượng: chọn Mức (gần, hơn, trên, dưới, ước, khoảng)."
)
Shown = int | float | str
"""An earlier figure as it is shown: a number, or words."""


@dataclass(frozen=True)
class Before:
    """What stands in the column of the earlier plan, by duty and indicator; and whose it is."""

    note: str
    figures: Mapping[str, Mapping[str, Shown]]


def write_report(sheet: Worksheet, form: Form, asked: Asked, before: Before | None = None) -> None:
    columns = report_layout.report_columns()
    told = before.figures.get(asked.duty, {}) if before else {}
    if before and told:
        columns.insert(NEXT - NUMBER, EARLIER)
        style.note(sheet, 3, before.note)
    style.widths(sheet, [column.width for column in columns])
    style.title(sheet, 1, f"{form.duty(asked).title} – {form.participant.name}")
    style.note(sheet, 2, NOTE)
    style.put(sheet.cell(KEYS_ROW, 1), report_layout.report_marker(asked))
    for number, column in enumerate(columns, 2):
        style.heading(sheet.cell(4, number), column.heading)
        style.put(sheet.cell(KEYS_ROW, number), column.key)
    lines = list(report_layout.report_lines(form, asked))
    for row, line in enumerate(lines, FIRST_ROW):
        _write_line(sheet, row, line, form, len(columns) + 1)
        if line.key.startswith("figures/"):
            _write_before(sheet, row, line, told)
    _validate(sheet, lines, form)
    sheet.row_dimensions[1].height = 24
    sheet.row_dimensions[4].height = 30
    sheet.row_dimensions[KEYS_ROW].hidden = True
    sheet.freeze_panes = sheet.cell(FIRST_ROW, QUALIFIER).coordinate
    style.guard(sheet)
    style.pages(sheet, "4:4")


def _write_line(sheet: Worksheet, row: int, line: ReportRow, form: Form, last: int) -> None:
    if line.shape == "heading":
        sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=last)
        cell = style.put(sheet.cell(row, 2), line.label, style.font(bold=True, color=style.DARK))
        cell.fill = style.fill(style.MIDDLE if line.label[:2] in {"I.", "II", "IV"} else style.PALE)
        sheet.row_dimensions[row].height = 18
        return
    style.put(sheet.cell(row, 1), line.key)
    star = " (*)" if line.required else ""
    told = {2: line.number, LABEL: line.label + star, UNIT: line.unit, last: line.how}
    for column, text in told.items():
        style.put(sheet.cell(row, column), text)
    for column in range(2, last + 1):
        closed = QUALIFIER <= column <= PERCENT
        colour = style.CLOSED if closed else style.GREY
        style.shown(sheet.cell(row, column), colour, centred=column == NUMBER)
    _inputs(sheet, row, line, form)
    sheet.row_dimensions[row].height = _height(line)


def _write_before(sheet: Worksheet, row: int, line: ReportRow, before: Mapping[str, Shown]) -> None:
    """The earlier plan's figure beside the field; a locked cell, which is never read."""
    found = before.get(line.key.removeprefix("figures/"))
    if found is None:
        return
    cell = style.put(sheet.cell(row, NEXT), found)
    cell.number_format = style.number_format(line.decimals)
    dimension = sheet.row_dimensions[row]
    dimension.height = max(dimension.height or 0, style.height(str(found), EARLIER.width))


def _height(line: ReportRow) -> float:
    if line.key in report_layout.NARRATIVE:
        return 90
    if line.shape == "text":
        return 36
    return max(style.height(line.label, 50), style.height(line.how, 36))


def _inputs(sheet: Worksheet, row: int, line: ReportRow, form: Form) -> None:
    match line.shape:
        case "text" | "line" | "day" | "choice":
            for column in range(QUALIFIER, PERCENT + 1):
                style.field(sheet.cell(row, column), "day" if line.shape == "day" else "text")
            sheet.merge_cells(
                start_row=row, end_row=row, start_column=QUALIFIER, end_column=PERCENT
            )
        case "number":
            style.field(sheet.cell(row, QUALIFIER))
            style.field(sheet.cell(row, VALUE), "number")
            sheet.cell(row, VALUE).number_format = style.number_format(line.decimals)
        case "ratio":
            for column in (QUALIFIER, VALUE, DENOMINATOR):
                style.field(sheet.cell(row, column), "number")
            style.field(sheet.cell(row, PERCENT), "percent")
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


def _validate(sheet: Worksheet, lines: Sequence[ReportRow], form: Form) -> None:
    """The lists of a figure: its qualifiers, and what is said where there is no number; and those
    of rows that are chosen from a list.
    """
    columns = {column.key: column for column in report_layout.report_columns()}
    rows = list(enumerate(lines, FIRST_ROW))
    figures = [(row, line) for row, line in rows if line.key.startswith("figures/")]
    hedged = [f"E{row}" for row, line in figures if line.shape != "text"]
    values = [f"{'E' if line.shape == 'text' else 'F'}{row}" for row, line in figures]
    ratios = [f"I{row}" for row, line in figures if line.shape == "ratio"]
    for key, cells in (("qualifier", hedged), ("value", values), ("percent", ratios)):
        if cells:
            tables.add_validation(sheet, " ".join(cells), columns[key], ["gần"])
    lists = choices(form)
    for row, line in rows:
        if line.shape == "choice":
            tables.add_validation(sheet, f"E{row}", line.column, lists[line.choices])
