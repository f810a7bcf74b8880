"""Given: workbooks of the example plan, as a unit's clerk fills them in."""

import io
import pickle
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import openpyxl
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from cli.directory.units import read_units
from cli.files.documents import read
from cli.plans.check import read_plan
from cli.workbook.forms import form_of, renewing
from cli.workbook.make import looked_at
from cli.workbook.preview import preview
from contracts.plan import Plan
from contracts.unit import Unit
from workbook import layout, report_layout
from workbook.form import Asked, Form
from workbook.judge import Filled
from workbook.read.safe import Loaded, Result, Results
from workbook.sentences import Fault
from workbook.submission import Submission, judged, read_submission
from workbook.write.book import make_book

EXAMPLE = Path("examples/quang-ngai-2022")
PLAN_FILE, UNITS_FILE = EXAMPLE / "plan.yaml", EXAMPLE / "units.yaml"
UNIT = "tra-bong"
FIRST = layout.FIRST_ROW

Fill = Callable[[Workbook], object]


@cache
def plan() -> Plan:
    found = read_plan(read(PLAN_FILE))
    assert isinstance(found, Plan)
    return found


@cache
def units() -> dict[str, Unit]:
    return {one.unit.id: one.unit for one in read_units([UNITS_FILE])[0]}


@cache
def form(unit: str = UNIT) -> Form:
    look = looked_at(plan(), units())
    participant = next(p for p in look.participants if p.unit == unit)
    return form_of(look, participant, units())


def asked() -> Asked:
    """What the only report of the example plan asks for."""
    (found,) = form().reports
    return found


def few_rows() -> AbstractContextManager[object]:
    """Fewer empty rows, so that a workbook is made and opened faster."""
    return patch.dict(layout.ROWS, dict.fromkeys(layout.ROWS, 10))


@cache
def made(unit: str = UNIT) -> bytes:
    """A workbook as `make` writes it."""
    content = io.BytesIO()
    with few_rows():
        make_book(form(unit), plan(), units()[unit]).save(content)
    return content.getvalue()


@cache
def _opened(unit: str) -> bytes:
    return pickle.dumps(openpyxl.load_workbook(io.BytesIO(made(unit))))


def opened(unit: str = UNIT) -> Workbook:
    """The workbook, yours to fill in; opened once, since that costs ten times a copy."""
    book = pickle.loads(_opened(unit))
    assert isinstance(book, Workbook)
    return book


def keys(sheet: Worksheet) -> dict[str, int]:
    """Column by hidden key."""
    row = [(sheet.cell(layout.KEYS_ROW, c).value, c) for c in range(2, sheet.max_column + 1)]
    return {str(key): column for key, column in row if key}


def put(book: Workbook, name: str, row: int, cells: Mapping[str, Any]) -> None:
    """Type into a row of a table."""
    sheet = book[name]
    at = keys(sheet)
    for key, value in cells.items():
        sheet.cell(row, at[key]).value = value


def report_rows(book: Workbook) -> dict[str, int]:
    sheet = book[layout.REPORT]
    rows = range(FIRST, sheet.max_row + 1)
    return {str(sheet.cell(r, 1).value): r for r in rows if sheet.cell(r, 1).value}


def tell(book: Workbook, cells: Mapping[str, Any]) -> None:
    """Type into the report: `figures/tin-bai` is its value, `figures/x/denominator` that column."""
    sheet, rows, at = book[layout.REPORT], report_rows(book), keys(book[layout.REPORT])
    shapes = {line.key: line.shape for line in report_layout.report_lines(form(), asked())}
    for wanted, value in cells.items():
        key, column = wanted, "value"
        if wanted not in rows:
            key, _, column = wanted.rpartition("/")
        if shapes[key] in report_layout.WIDE:
            column = "qualifier"
        sheet.cell(rows[key], at[column]).value = value


GOOD = {"title": "Hội nghị", "kind": "Hội thảo, hội nghị, tọa đàm", "starts_on": "05/10/2022"}


def activity(**cells: Any) -> Fill:
    """One good activity in the first row, with changes; `__` in a name is `/`."""
    changed = {**GOOD, **{name.replace("__", "/"): value for name, value in cells.items()}}
    return lambda book: put(book, layout.ACTIVITIES, FIRST, changed)


def saved(path: Path, *fills: Fill, unit: str = UNIT) -> Path:
    """A filled workbook as a file."""
    book = opened(unit)
    for fill in fills:
        fill(book)
    book.save(path)
    return path


def read_file(path: Path, plan: Plan | None = None, unit: str | None = None) -> Submission:
    """A file as the command reads it: judged by the registry's rules."""
    renew = renewing(plan) if plan else None
    return read_submission(path.name, path.read_bytes(), preview, renew, unit)


def submitted(*fills: Fill, unit: str = UNIT) -> Submission:
    """What reading the filled workbook gives, without the file between, which costs five times
    the rest; `test_read.py` holds that the file says the same.
    """
    book = opened(unit)
    for fill in fills:
        fill(book)
    return judged(f"{unit}.xlsx", as_loaded(book, form(unit)), preview)


def as_loaded(book: Workbook, form: Form) -> Loaded:
    """A workbook as it is once it was saved and opened again."""
    return Loaded(book, _results(book), form)


def _results(book: Workbook) -> dict[str, Results]:
    """As openpyxl writes it: a formula, and nothing of what it has come to."""
    return {
        sheet.title: {at: Result(None, failed=False) for at, cell in _cells(sheet)}
        for sheet in book.worksheets
    }


def _cells(sheet: Worksheet) -> Iterator[tuple[tuple[int, int], Cell]]:
    return ((at, cell) for at, cell in sheet._cells.items() if cell.data_type == "f")


def data(submission: Submission) -> list[dict[str, Any]]:
    """The commands of a workbook with nothing wrong in it."""
    assert [fault for fault in submission.faults if fault.wrong] == []
    assert isinstance(submission.filled, Filled)
    return [draft.data for draft in submission.filled.drafts]


def told(submission: Submission) -> list[tuple[str, str]]:
    """Code and cell of each fault, as `Hoạt động!C6`."""
    return [(fault.finding.code, _where(fault)) for fault in submission.faults]


def _where(fault: Fault) -> str:
    return f"{fault.place.sheet}!{fault.place.cell or '-'}" if fault.place else "-"
