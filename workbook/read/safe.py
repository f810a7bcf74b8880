"""Workbook, read: opens a file that anybody may have sent, within bounds."""

import io
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import MergedCell
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.datetime import WINDOWS_EPOCH
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.worksheet.merge import MergedCellRange
from openpyxl.worksheet.worksheet import Worksheet

from workbook.form import CONTRACT, TEMPLATE, Damaged, Form, unpack
from workbook.layout import HIDDEN
from workbook.read.bounds import check_bounds
from workbook.sentences import Wrong

MAX_HIDDEN_ROWS = 420


class Result(NamedTuple):
    """What a formula has come to, as its workbook keeps it; None where it keeps nothing."""

    value: Any
    failed: bool


Results = Mapping[tuple[int, int], Result]
"""Of each formula of a sheet, by row and column."""


@dataclass(frozen=True)
class Loaded:
    """A workbook as it was typed, and the results of its formulas by sheet."""

    typed: Workbook
    results: Mapping[str, Results]
    form: Form


def load(content: bytes) -> Loaded:
    """The workbook and what it is about; raises Wrong where it is none of ours."""
    typed, results = open_book(content)
    return Loaded(typed, results, _form(typed))


def open_book(content: bytes) -> tuple[Workbook, Mapping[str, Results]]:
    """A workbook as it was typed, and the results of its formulas by sheet; raises Wrong."""
    check_bounds(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reader = _Reader(io.BytesIO(content))
            reader.read()
    except (MemoryError, KeyboardInterrupt):
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part makes it raise
        raise Wrong("not-xlsx") from error
    if reader.wb.epoch != WINDOWS_EPOCH:  # a day typed as a number would be four years off
        raise Wrong("days-from-1904")
    return reader.wb, reader.results


def value(sheet: Worksheet, results: Results, row: int, column: int) -> Any:
    """What a person sees in a cell: of a formula, its result."""
    found = results.get((row, column))
    return sheet.cell(row, column).value if found is None else found.value


class _Reader(ExcelReader):
    """openpyxl's reader, which reads formulas or their results: this one reads both.

    To make a second workbook for the results would cost five times what reading their cells does.
    """

    results: Mapping[str, Results]

    def read_worksheets(self) -> None:
        parts = [
            relation.target
            for _, relation in self.parser.find_sheets()
            if relation.target in self.valid_files and "chartsheet" not in relation.Type
        ]
        if len(set(parts)) < len(parts):  # a large sheet, counted once, would be read many times
            raise ValueError("a part is more than one sheet")
        book: Any = self.wb
        book.create_sheet = partial(_sheet, book)  # by which the reader makes each sheet
        super().read_worksheets()
        del book.create_sheet
        sheets = zip(self.wb.worksheets, parts, strict=True)
        self.results = {sheet.title: dict(self._results(sheet, part)) for sheet, part in sheets}

    def _results(self, sheet: Worksheet, part: str) -> Iterator[tuple[tuple[int, int], Result]]:
        """Cell by cell: openpyxl's own reader of results fills the gaps between cells far apart."""
        formulas = {at for at, cell in sheet._cells.items() if cell.data_type == "f"}
        if not formulas:
            return
        with self.archive.open(part) as source:
            book: Any = self.wb
            parser = WorkSheetParser(
                source,
                self.shared_strings,
                data_only=True,
                date_formats=book._date_formats,
                timedelta_formats=book._timedelta_formats,
            )
            for _, row in parser.parse():
                for cell in row:
                    at = cell["row"], cell["column"]
                    if at in formulas:
                        yield at, Result(cell["value"], cell["data_type"] == "e")


def _sheet(book: Workbook, title: str) -> Any:
    """A new sheet, whose merged ranges keep their look."""
    sheet: Any = Workbook.create_sheet(book, title)
    sheet._clean_merge_range = partial(_merge, sheet)
    return sheet


def _merge(sheet: Any, merged: MergedCellRange) -> None:
    """Called for each merged range: the cells under it lose their values and keep their look.

    openpyxl would work out their borders anew, which takes a third of the time of reading.
    """
    for at in islice(merged.cells, 1, None):
        covered: Any = MergedCell(sheet, *at)
        if at in sheet._cells:
            covered._style = sheet._cells[at]._style
        sheet._cells[at] = covered


def _form(book: Workbook) -> Form:
    if HIDDEN not in book.sheetnames:
        raise Wrong("not-ours")
    cells = book[HIDDEN].iter_rows(max_row=MAX_HIDDEN_ROWS, max_col=2, values_only=True)
    rows = {str(key): str(value) for key, value in cells if key is not None and value is not None}
    if rows.get("ngayso") != "workbook":
        raise Wrong("not-ours")
    given = rows.get("template", "")
    if given != str(TEMPLATE):
        newer = given.isascii() and given.isdigit() and int(given[:6]) > TEMPLATE
        raise Wrong("template-new" if newer else "template-old", given=given, wanted=TEMPLATE)
    if rows.get("contract") != CONTRACT:
        raise Wrong("contract-other", given=rows.get("contract", "?"))
    try:
        return unpack(rows)
    except Damaged as error:
        raise Wrong("form-damaged", detail=str(error)) from error
