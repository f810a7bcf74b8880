"""Runtime: tables as .csv, as spreadsheets want them: no text of theirs is run as a formula."""

import csv
import io
from collections.abc import Callable, Iterable
from datetime import date, datetime

MARK = "\ufeff"
"""Spreadsheets take a file that begins with it for UTF-8."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe(text: str) -> str:
    """Text that a spreadsheet will not run."""
    return "'" + text if text.startswith(FORMULA) else text


def lines(rows: Iterable[Iterable[object]], moment: Callable[[datetime], str]) -> str:
    """Each row as a line, its moments as `moment` writes them."""
    out = io.StringIO()
    csv.writer(out).writerows([_cell(value, moment) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: object, moment: Callable[[datetime], str]) -> object:
    match value:
        case None:
            return ""
        case bool():
            return "có" if value else "không"
        case datetime():
            return moment(value)
        case date():
            return value.isoformat()
        case str():
            return safe(value)
        case _:
            return value
