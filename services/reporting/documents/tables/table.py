"""Reporting, documents: a table as data, and what its cells hold."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from contracts.indicator import Arithmetic
from services.reporting.documents import wording
from services.reporting.documents.together import bound
from services.reporting.domain.counting.sum import Sum

NOTHING = "–"
ROUNDED = "Số liệu làm tròn, tổng có thể lệch do làm tròn."
ALL_DUTIES, SUM = "Tất cả nội dung", "Tổng cộng"
TOTALS = (ALL_DUTIES, SUM)
"""First cells of the rows that add up those above."""
FIGURE = re.compile(r"([^\W\d]+\u00a0)?[+-]?\d[\d.,]*(/\d[\d.]*)?%?( \(.*\))?(; .*)?")
"""A cell that is a number, also where a word hedges it or more is said of it."""
LONGEST_NAME = 31
"""Of a sheet in a workbook."""


@dataclass(frozen=True)
class Millions:
    """Money that is shown in triệu đồng with one decimal; None where nobody gave any."""

    dong: int | None


Cell = str | int | Millions | None


@dataclass(frozen=True)
class Table:
    """A titled table. `sheet` is its short name; the last row may be a total."""

    sheet: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


def shown(cell: Cell) -> str:
    """A cell as people read it."""
    match cell:
        case str():
            return wording.clean(cell)
        case Millions():
            return wording.millions(cell.dong)
        case int() | None:
            return wording.number(cell)
        case _:
            assert_never(cell)


def is_figure(cell: Cell) -> bool:
    """Whether it is read as a number, and stands at the right."""
    return not isinstance(cell, str) or bool(FIGURE.fullmatch(bound(cell)))


def numeric(table: Table) -> set[int]:
    """The columns in which figures stand, and where there are none, what is missing of them."""
    columns = range(1, len(table.columns))
    cells = {at: [row[at] for row in table.rows] for at in columns}
    return {
        at
        for at, found in cells.items()
        if any(map(is_figure, found)) or all(shown(one) == NOTHING for one in found)
    }


def rounding_note(*columns: Sequence[Millions]) -> str:
    """Said where lines as they are shown do not add up to the total below them as it is shown."""
    for column in columns:
        *lines, total = (wording.tenths(one.dong or 0) for one in column)
        if sum(lines) != total:
            return ROUNDED
    return ""


def result(arithmetic: Arithmetic | None, total: Sum) -> str:
    match arithmetic:
        case "sum" | "stock" | "ratio" | None:
            return wording.total(total)
        case "not-additive" | "text":
            return "Không cộng; xem từng đơn vị"
        case _:
            assert_never(arithmetic)
