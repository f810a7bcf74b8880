"""Cli, tables: a cell as a person reads it → the text of its column."""

from datetime import date, datetime, time, timedelta
from typing import Any

from cli.tables.sheets import Cell
from workbook.read.cells import day as read_day
from workbook.sentences import Wrong

DASHES = str.maketrans("–—−‐‑", "-----")
"""The dashes that programs write in place of the one on the keyboard."""


class Odd(ValueError):
    """A cell that would have to be guessed at; a code, since its value may be a person's."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def text(cell: Cell) -> str:
    """A number with the zeros that its format shows; raises Odd for what Excel has changed."""
    if cell.fault:
        raise Odd(cell.fault)
    match cell.value:
        case date() | time() | timedelta():
            raise Odd("cell-is-day")
        case float() if not cell.value.is_integer():
            raise Odd("cell-is-fraction")
        case bool():
            return str(cell.value)
        case int() | float():
            return str(int(cell.value)).zfill(cell.zeros)
        case _:
            return str(cell.value)


def padded(cell: Cell) -> bool:
    """Whether the number alone would lose zeros that the cell shows."""
    value = cell.value
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and len(str(int(value))) < cell.zeros


def day(cell: Cell) -> str:
    """A day as the contract wants it; raises Odd where it is none."""
    if cell.fault:
        raise Odd(cell.fault)
    try:
        return read_day(cell.value).isoformat()
    except Wrong as wrong:
        raise Odd("cell-not-day") from wrong


def plain_day(value: Any) -> bool:
    """Whether a day is written so that it needs no explanation: a date, ISO, or 01/07/2025."""
    if isinstance(value, datetime | date):
        return True
    try:
        found = read_day(value)
    except Wrong:
        return False
    return str(value) in {found.isoformat(), f"{found:%d/%m/%Y}"}
