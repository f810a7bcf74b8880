"""Reporting, documents: a table as data, and what its cells hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from contracts.indicator import Arithmetic
from services.reporting.documents import wording
from services.reporting.domain.counting.sum import Sum

ROUNDED = "Số liệu làm tròn, tổng có thể lệch do làm tròn."
ALL_DUTIES, SUM = "Tất cả nội dung", "Tổng cộng"
TOTALS = (ALL_DUTIES, SUM)
"""First cells of the rows that add up those above."""
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
            return "Không cộng; xem phụ lục"
        case _:
            assert_never(arithmetic)
