"""Reporting, documents: writes sheets as an .xlsx to count with, to filter and to print."""

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import assert_never

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from services.reporting.documents.book.sheet import (
    FIRST_ROW,
    STT,
    Column,
    Live,
    Number,
    Share,
    Sheet,
    Value,
)
from services.reporting.documents.wording import clean

VIETNAMESE = "[$-42A]"
"""Numbers and days are shown as Vietnam writes them, whatever the reader's own language."""
A3, A4 = 8, 9
LEGIBLE = 190
"""Of the width of all columns together, what a sheet of A4 has room for in letters of 8 points."""
LONGEST_TEXT = 32_767
"""Letters that a cell can hold."""
TOTAL = "Tổng cộng"
CM = 1 / 2.54
LINE = 15
"""Points, as high as 11 point letters are."""
MOST_LINES = 27
"""Of a row, which can be 409 points high."""


def written(
    sheets: Sequence[Sheet], properties: Mapping[str, object], note: str, code: str = ""
) -> bytes:
    """The workbook; what units wrote is text even where it looks like a formula."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    book.set_properties(dict(properties))
    looks = _Looks(book)
    for sheet in sheets:
        _Writing(book.add_worksheet(sheet.name), sheet, looks).write(note, code)
    book.close()
    return out.getvalue()


class _Looks:
    """Formats, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book, self._made = book, dict[tuple[str, bool, bool], Format]()
        plain = {"font_name": "Times New Roman", "font_size": 11}
        self.title = book.add_format({**plain, "bold": True, "font_size": 14, "text_wrap": True})
        self.said = book.add_format({**plain, "italic": True, "text_wrap": True})
        head = {"bold": True, "border": 1, "text_wrap": True, "bg_color": "#DDE7F3"}
        self.head = book.add_format({**plain, **head, "align": "center", "valign": "vcenter"})
        self._plain = {**plain, "border": 1, "text_wrap": True, "valign": "top"}

    def of(self, value: Value, *, bold: bool, centred: bool) -> Format:
        key = (_code(value), bold, centred)
        if key not in self._made:
            look = {**self._plain, "num_format": key[0], "bold": bold}
            look |= {"align": "center"} if centred else {}
            self._made[key] = self._book.add_format(look)
        return self._made[key]


def _code(value: Value) -> str:
    """The number format, in the spelling of the file format, which is not that of any language."""
    match value:
        case Live():
            return _code(value.comes_to or Number(0))
        case Number():
            return VIETNAMESE + _digits(value)
        case Share():
            alone = '" (chỉ có tỷ lệ)"' if value.alone else ""
            return f"{VIETNAMESE}{_before(value.qualifier)}0.00%{alone}"
        case int():
            return f"{VIETNAMESE}#,##0"
        case datetime():
            return f"{VIETNAMESE}hh:mm dd/mm/yyyy"
        case date():
            return f"{VIETNAMESE}dd/mm/yyyy"
        case str() | None:
            return "@"
        case _:
            assert_never(value)


def _digits(value: Number) -> str:
    code = "#,##0" + ("." + "0" * value.decimals if value.decimals else "")
    code = f"{_before(value.qualifier)}{code}" + (f'" {value.measure}"' if value.measure else "")
    return f"+{code};-{code};0" if value.signed else code


def _before(word: str | None) -> str:
    return f'"{word} "' if word else ""


class _Writing:
    """One sheet on its way into the workbook."""

    def __init__(self, page: Worksheet, sheet: Sheet, looks: _Looks) -> None:
        self._page, self._sheet, self._looks = page, sheet, looks

    def write(self, note: str, code: str) -> None:
        sheet, last = self._sheet, FIRST_ROW - 1 + len(self._sheet.rows)
        self._head(note)
        for number, row in enumerate(sheet.rows, FIRST_ROW):
            cells = {**row, STT: number - FIRST_ROW + 1}
            self._row(number, [cells.get(one.key) for one in sheet.columns], bold=False)
        if sheet.rows:
            self._page.autofilter(FIRST_ROW - 2, 0, last - 1, len(sheet.columns) - 1)
        if sheet.total:
            last += 1
            self._row(last, [self._total(one) for one in sheet.columns], bold=True)
        self._print(last, code)

    def _head(self, note: str) -> None:
        sheet, page = self._sheet, self._page
        wide = sum(column.width for column in sheet.columns)
        lines = ((sheet.title, self._looks.title, 19), (note, self._looks.said, 15))
        for row, (text, look, height) in enumerate((*lines, (sheet.note, self._looks.said, 15))):
            if len(sheet.columns) > 1:
                page.merge_range(row, 0, row, len(sheet.columns) - 1, "", look)
            page.write_string(row, 0, clean(text), look)
            page.set_row(row, height * (1 + len(text) * height // LINE // wide))
        page.set_row(FIRST_ROW - 2, self._height([one.name for one in sheet.columns]))
        for at, column in enumerate(sheet.columns):
            page.set_column(at, at, column.width)
            page.write_string(FIRST_ROW - 2, at, clean(column.name), self._looks.head)
        page.freeze_panes(FIRST_ROW - 1, min(2, len(sheet.columns)))

    def _row(self, number: int, values: Sequence[Value], *, bold: bool) -> None:
        self._page.set_row(number - 1, self._height(values))
        for at, value in enumerate(values):
            self._put(number, at, value, bold=bold)

    def _height(self, values: Sequence[Value]) -> int:
        """In points: not every program makes a row as high as its longest text."""
        texts = zip(values, self._sheet.columns, strict=True)
        lines = (_lines(text, one.width) for text, one in texts if isinstance(text, str))
        return LINE * min(max(lines, default=1), MOST_LINES)

    def _total(self, column: Column) -> Value:
        """What is filtered away is not added; where there is no number, neither is a total."""
        value = self._sheet.total.get(column.key)
        if column is self._sheet.columns[1]:
            return value or TOTAL
        if not column.adds or not self._sheet.rows or not isinstance(value, int | Number | None):
            return value
        cells = self._sheet.cells(column.key)
        number = Number(value) if isinstance(value, int) else value
        return Live(f'IF(COUNT({cells})=0,"",SUBTOTAL(109,{cells}))', number)

    def _put(self, row: int, at: int, value: Value, *, bold: bool) -> None:
        """One cell; `row` is counted from 1. Of a formula also what it comes to."""
        page, place = self._page, (row - 1, at)
        column = self._sheet.columns[at]
        alone = isinstance(value, Share) and value.alone
        if column.formula and isinstance(value, int | Number | Share) and not alone:
            value = Live(self._of_row(column.formula, row), _counted(value))
        look = self._looks.of(value, bold=bold, centred=column.key == STT)
        match value:
            case None:
                page.write_blank(*place, None, look)
            case str():
                page.write_string(*place, clean(value)[:LONGEST_TEXT], look)
            case Live():
                page.write_formula(*place, f"={value.formula}", look, _plain(value.comes_to))
            case datetime() | date():
                page.write_datetime(*place, value, look)
            case int() | Number() | Share():
                page.write_number(*place, _plain(value), look)
            case _:
                assert_never(value)

    def _of_row(self, formula: str, row: int) -> str:
        cells = {one.key: f"{self._sheet.letter(one.key)}{row}" for one in self._sheet.columns}
        return formula.format(**cells)

    def _print(self, last: int, code: str) -> None:
        """Landscape, as wide as the page, with the head and the code on every one; on A4, or A3
        where nobody could read that.
        """
        page = self._page
        page.set_landscape()
        wide = sum(column.width for column in self._sheet.columns)
        page.set_paper(A4 if wide <= LEGIBLE else A3)
        page.fit_to_pages(1, 0)
        page.set_margins(left=2 * CM, right=1.5 * CM, top=2 * CM, bottom=2 * CM)
        page.repeat_rows(FIRST_ROW - 2)
        page.print_area(0, 0, last - 1, len(self._sheet.columns) - 1)
        page.center_horizontally()
        page.set_footer(f"&L&A&C{code}&RTrang &P/&N")


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column; its letters are narrower than the digits by which
    columns are measured.
    """
    letters = width * 6 // 5
    return sum(1 + len(line) // letters for line in text.split("\n"))


def _counted(value: int | Number | Share) -> Number | Share:
    return Number(value) if isinstance(value, int) else value


def _plain(value: int | Number | Share | None) -> int | float | str:
    match value:
        case None:
            return ""
        case int():
            return value
        case Number():
            whole = value.value == int(value.value)
            return int(value.value) if whole else float(value.value)
        case Share():
            return float(value.percent / Decimal(100))
        case _:
            assert_never(value)
