"""Reporting, documents: a table as data, and what its cells hold."""

from dataclasses import dataclass
from typing import assert_never

from contracts.indicator import Arithmetic
from services.reporting.documents import wording
from services.reporting.domain.counting.sum import Sum

Cell = str | int | None
ALL_DUTIES, SUM = "Tất cả nội dung", "Tổng cộng"
TOTALS = (ALL_DUTIES, SUM)
"""First cells of the rows that add up those above."""
LONGEST_NAME = 31
"""Of a sheet in a workbook."""


@dataclass(frozen=True)
class Table:
    """A titled table. `sheet` is its short name; the last row may be a total."""

    sheet: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def result(arithmetic: Arithmetic | None, total: Sum) -> str:
    match arithmetic:
        case "sum" | "stock" | "ratio" | None:
            return wording.total(total)
        case "not-additive" | "text":
            return "Không cộng; xem phụ lục"
        case _:
            assert_never(arithmetic)
