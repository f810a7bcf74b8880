"""Workbook, write: the sheets that are tables: activities, their figures, their evidence."""

from collections.abc import Sequence
from itertools import groupby

from openpyxl.formatting.rule import FormulaRule
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from workbook import layout
from workbook.form import Form, choices
from workbook.layout import FIRST_ROW, KEYS_ROW, Column
from workbook.write import style

SEVERAL = ("partners", "assignments", "periods", "beside")
"""Lists of which several may be typed into one cell."""
NOT_LISTED = "Hãy chọn một mục trong danh sách thả xuống."


def list_name(choices_name: str) -> str:
    return f"ds_{choices_name}"


def activity_id(number: int) -> str:
    """The id of the activity in row `number` of the table, the same for as long as it is used."""
    return f"hd-{number:02d}"


def write_activities(sheet: Worksheet, form: Form) -> None:
    columns = layout.activity_columns(form.plan)
    note = "Mỗi dòng một hoạt động; dòng đã gửi thì giữ nguyên vị trí, sửa tại chỗ. " + HOW_TO_READ
    _frame(sheet, columns, f"HOẠT ĐỘNG – {form.participant.name}", note)
    at = {column.key: number for number, column in enumerate(columns, 2)}
    last = _body(sheet, columns, form, layout.ROWS[sheet.title])
    labels = list(choices(form)["assignments"])
    for number, row in enumerate(range(FIRST_ROW, last + 1), 1):
        style.put(sheet.cell(row, 1), activity_id(number))
        sheet.cell(row, at["number"], number)
        style.shown(sheet.cell(row, at["number"]), centred=True)
        sheet.row_dimensions[row].height = 44 if number <= len(labels) else 30
        if number <= len(labels):
            style.put(sheet.cell(row, at["assignments"]), labels[number - 1])
        for account in ("planned", "actual"):
            _total(sheet, row, at, account, form)
    needed = {column.key: column for column in columns if column.required and column.key != "title"}
    _highlight(sheet, at["title"], [at[key] for key in needed], last)
    ends = [max(at[c.key] for c in columns if c.page == page) for page in (1, 2)]
    style.break_after(sheet, ends)
    sheet.freeze_panes = sheet.cell(FIRST_ROW, at["kind"]).coordinate
    repeated = sum(c.width for c in columns if c.key in {"number", "title"})
    across = [sum(c.width for c in columns if c.page == page) for page in (1, 2, 3)]
    pages = [width + (repeated if page else 0) for page, width in enumerate(across)]
    style.pages(sheet, f"3:{KEYS_ROW - 1}", "B:C", pages)


HOW_TO_READ = "Ô nền vàng là ô điền; cột có dấu (*) là bắt buộc."


def write_figures(sheet: Worksheet, form: Form) -> None:
    columns = layout.figure_columns()
    note = "Mỗi dòng một chỉ tiêu báo cáo của một hoạt động; không có số liệu thì để trống. "
    _frame(sheet, columns, f"SỐ LIỆU TỪNG HOẠT ĐỘNG – {form.participant.name}", note + HOW_TO_READ)
    last = _body(sheet, columns, form, layout.ROWS[sheet.title])
    at = {column.key: number for number, column in enumerate(columns, 2)}
    indicator = get_column_letter(at["indicator"])
    decimals = max((one.decimals for one in form.plan.indicators), default=0)
    for row in range(FIRST_ROW, last + 1):
        _activity_title(sheet, row, at["title"])
        for account in ("planned", "actual"):
            if decimals:  # which indicator stands in the row is not known yet
                sheet.cell(row, at[f"{account}/value"]).number_format = "General"
        wanted = f"{indicator}{row}"
        found = f'IFERROR(INDEX(ds_units,MATCH({wanted},ds_indicators,0))&"","")'
        sheet.cell(row, at["unit"]).value = f'=IF({wanted}="","",{found})'
    _highlight(sheet, at["number"], [at["indicator"]], last)
    _one_page(sheet, at["indicator"])


def write_evidence(sheet: Worksheet, form: Form) -> None:
    columns = layout.evidence_columns()
    note = "Mỗi dòng một ảnh, bài viết hoặc văn bản, kèm liên kết. " + HOW_TO_READ
    _frame(sheet, columns, f"MINH CHỨNG – {form.participant.name}", note)
    last = _body(sheet, columns, form, layout.ROWS[sheet.title])
    at = {column.key: number for number, column in enumerate(columns, 2)}
    for row in range(FIRST_ROW, last + 1):
        _activity_title(sheet, row, at["activity"])
    _highlight(sheet, at["number"], [at["title"], at["link"]], last)
    _one_page(sheet, at["title"])


def write_no_activity(sheet: Worksheet, form: Form) -> None:
    """A row for each duty to declare, with its id; rows cannot be added."""
    columns = layout.no_activity_columns()
    note = "Chỉ điền khi đơn vị không có hoạt động nào để đăng ký; có hoạt động thì để trống. "
    title = f"KHÔNG CÓ HOẠT ĐỘNG ĐỂ ĐĂNG KÝ – {form.participant.name}"
    _frame(sheet, columns, title, note + HOW_TO_READ)
    _body(sheet, columns, form, len(form.declarable))
    at = {column.key: number for number, column in enumerate(columns, 2)}
    for number, duty in enumerate(form.declarable, 1):
        row = KEYS_ROW + number
        style.put(sheet.cell(row, 1), duty.id)
        style.shown(style.put(sheet.cell(row, at["number"]), number), centred=True)
        style.put(sheet.cell(row, at["duty"]), duty.title)
        sheet.row_dimensions[row].height = max(30, style.height(duty.title, 60))
    _one_page(sheet, at["reason"])


def _one_page(sheet: Worksheet, frozen: int) -> None:
    sheet.freeze_panes = sheet.cell(FIRST_ROW, frozen).coordinate
    style.pages(sheet, f"3:{KEYS_ROW - 1}")


def _frame(sheet: Worksheet, columns: Sequence[Column], title: str, note: str) -> None:
    """Title, note, grouped headings, and the hidden row and column that hold the keys."""
    style.widths(sheet, [column.width for column in columns])
    style.title(sheet, 1, title)
    style.note(sheet, 2, note)
    style.put(sheet.cell(KEYS_ROW, 1), layout.MARKERS[sheet.title])
    for number, column in enumerate(columns, 2):
        star = " (*)" if column.required else ""
        style.put(sheet.cell(KEYS_ROW, number), column.key)
        style.heading(sheet.cell(4 if column.group else 3, number), column.heading + star)
        if not column.group:
            style.heading(sheet.cell(4, number), "")
            sheet.merge_cells(start_row=3, end_row=4, start_column=number, end_column=number)
    start = 2
    for group, members in groupby(columns, key=lambda column: column.group):
        end = start + len(list(members)) - 1
        if group:
            for number in range(start, end + 1):
                style.heading(sheet.cell(3, number), group if number == start else "")
            sheet.merge_cells(start_row=3, end_row=3, start_column=start, end_column=end)
        start = end + 1
    sheet.row_dimensions[1].height = 24
    sheet.row_dimensions[3].height = 20
    sheet.row_dimensions[4].height = 34
    sheet.row_dimensions[KEYS_ROW].hidden = True
    style.guard(sheet)


def _body(sheet: Worksheet, columns: Sequence[Column], form: Form, rows: int) -> int:
    """The empty rows with their drop-downs and prompts; returns the last row."""
    last = KEYS_ROW + rows
    lists = choices(form)
    for number, column in enumerate(columns, 2):
        for row in range(FIRST_ROW, last + 1):
            cell = sheet.cell(row, number)
            if column.kind in {"computed", "total"}:
                style.shown(cell)
            else:
                style.field(cell, column.kind)
        letter = get_column_letter(number)
        area = f"{letter}{FIRST_ROW}:{letter}{last}"
        add_validation(sheet, area, column, lists.get(column.choices, {}))
    return last


def add_validation(
    sheet: Worksheet, area: str, column: Column, labels: Sequence[str] | dict[str, str]
) -> None:
    """A drop-down, or a prompt alone: a number may well be typed as “gần 3.500”.

    `area` is one range or several, separated by spaces.
    """
    if column.choices and labels:
        wanted = DataValidation(type="list", formula1=f"={list_name(column.choices)}")
        wanted.errorTitle, wanted.error = "Không có trong danh sách", NOT_LISTED
        wanted.errorStyle = "warning" if column.choices.partition("_")[0] in SEVERAL else "stop"
        wanted.showErrorMessage = column.choices != layout.NOTHINGS  # else a number is typed
    elif column.prompt:
        wanted = DataValidation()
    else:
        return
    if column.prompt:
        wanted.promptTitle, wanted.prompt = column.heading[:32], column.prompt[:255]
        wanted.showInputMessage = True
    wanted.allow_blank = True
    for part in area.split():
        wanted.add(part)
    sheet.add_data_validation(wanted)


def _total(sheet: Worksheet, row: int, at: dict[str, int], account: str, form: Form) -> None:
    if not form.plan.budget_sources:
        return
    first = get_column_letter(at[f"{account}/{form.plan.budget_sources[0].id}"])
    last = get_column_letter(at[f"{account}/{form.plan.budget_sources[-1].id}"])
    cell = sheet.cell(row, at[f"{account}//total"])
    cell.value = sum_of(f"{first}{row}:{last}{row}")
    cell.number_format = style.FORMS["number"]


def sum_of(area: str) -> str:
    """The formula of a total; empty where an amount stands as text ("12,5 triệu"), which no sheet
    would add.
    """
    return f'=IF(OR(COUNT({area})=0,COUNT({area})<COUNTA({area})),"",SUM({area}))'


def _activity_title(sheet: Worksheet, row: int, column: int) -> None:
    last = KEYS_ROW + layout.ROWS[layout.ACTIVITIES]
    names = f"'{layout.ACTIVITIES}'!$C${FIRST_ROW}:$C${last}"
    numbers = f"'{layout.ACTIVITIES}'!$B${FIRST_ROW}:$B${last}"
    found = f'IFERROR(INDEX({names},MATCH(B{row},{numbers},0))&"","Không có STT này")'
    sheet.cell(row, column).value = f'=IF(B{row}="","",{found})'


def _highlight(sheet: Worksheet, given: int, wanted: Sequence[int], last: int) -> None:
    """A required cell turns pink while the row's first cell is filled and it is not."""
    key = f"${get_column_letter(given)}{FIRST_ROW}"
    for number in wanted:
        letter = get_column_letter(number)
        missing = f'AND({key}<>"",{letter}{FIRST_ROW}="")'
        rule = FormulaRule(formula=[missing], fill=style.fill("F8CBAD"))  # type: ignore[no-untyped-call]
        sheet.conditional_formatting.add(f"{letter}{FIRST_ROW}:{letter}{last}", rule)
