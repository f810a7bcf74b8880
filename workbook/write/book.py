"""Workbook, write: one unit's workbook, from what it owes."""

from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from contracts.plan import Plan
from contracts.unit import Unit
from workbook import layout, report_layout
from workbook.form import Form, choices, pack
from workbook.write import cover, guide, report, style, tables
from workbook.write.report import Before
from workbook.write.style import put

CREATOR = "ngayso"


def make_book(form: Form, plan: Plan, unit: Unit, before: Before | None = None) -> Workbook:
    """The workbook; `plan` is whole, with what the form leaves out; `before` is what is known of an
    earlier plan's figures.
    """
    book = Workbook()
    book.properties.creator = CREATOR
    book.properties.title = f"{form.plan.number} – {form.participant.short_name}"
    style.add_styles(book)
    for blank in book.worksheets:
        book.remove(blank)
    cover.write_duties(book.create_sheet(layout.DUTIES), form, plan, unit)
    guide.write_guide(book.create_sheet(layout.GUIDE), form)
    if form.has_activities:
        tables.write_activities(book.create_sheet(layout.ACTIVITIES), form)
        tables.write_figures(book.create_sheet(layout.FIGURES), form)
        tables.write_evidence(book.create_sheet(layout.EVIDENCE), form)
    if form.declarable:
        tables.write_no_activity(book.create_sheet(layout.NO_ACTIVITY), form)
    for name, asked in report_layout.report_sheets(form).items():
        report.write_report(book.create_sheet(name), form, asked, before)
    _write_lists(book, form)
    _write_hidden(book.create_sheet(layout.HIDDEN), form)
    return book


def _write_lists(book: Workbook, form: Form) -> None:
    """Each list in a column of its own, under a name: names survive being saved by any program."""
    sheet = book.create_sheet(layout.LISTS)
    lists = {name: list(labels) for name, labels in choices(form).items()}
    lists["units"] = [indicator.unit or "" for indicator in form.plan.indicators]
    for column, (name, labels) in enumerate(lists.items(), 1):
        put(sheet.cell(1, column), name)
        for row, label in enumerate(labels, 2):
            put(sheet.cell(row, column), label)
        letter = sheet.cell(1, column).column_letter
        last = max(2, len(labels) + 1)
        area = f"'{layout.LISTS}'!${letter}$2:${letter}${last}"
        book.defined_names[tables.list_name(name)] = DefinedName(
            tables.list_name(name), attr_text=area
        )
    sheet.sheet_state = "hidden"


def _write_hidden(sheet: Worksheet, form: Form) -> None:
    for row, (key, value) in enumerate(pack(form).items(), 1):
        put(sheet.cell(row, 1), key)
        put(sheet.cell(row, 2), value)
    sheet.sheet_state = "veryHidden"
