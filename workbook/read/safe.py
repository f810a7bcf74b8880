"""Workbook, read: opens a file that anybody may have sent, within bounds."""

import io
import warnings
from dataclasses import dataclass

import openpyxl
from openpyxl import Workbook
from openpyxl.utils.datetime import WINDOWS_EPOCH

from workbook.form import CONTRACT, TEMPLATE, Damaged, Form, unpack
from workbook.layout import HIDDEN
from workbook.read.bounds import check_bounds
from workbook.sentences import Wrong

MAX_HIDDEN_ROWS = 420


@dataclass(frozen=True)
class Loaded:
    """A workbook twice: with the results of its formulas, and as it was typed."""

    values: Workbook
    typed: Workbook
    form: Form


def load(content: bytes) -> Loaded:
    """The workbook and what it is about; raises Wrong where it is none of ours."""
    values, typed = open_twice(content)
    return Loaded(values, typed, _form(values))


def open_twice(content: bytes) -> tuple[Workbook, Workbook]:
    """A workbook with the results of its formulas, and as it was typed; raises Wrong."""
    check_bounds(content)
    values, typed = open_book(content, results=True), open_book(content)
    if values.epoch != WINDOWS_EPOCH:  # a day that was typed as a number would be four years off
        raise Wrong("days-from-1904")
    return values, typed


def open_book(content: bytes, *, results: bool = False) -> Workbook:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(io.BytesIO(content), data_only=results)
    except (MemoryError, KeyboardInterrupt):
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part makes it raise
        raise Wrong("not-xlsx") from error


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
