"""Reporting, documents: what stands behind the report's figures, annex by annex."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from services.reporting.documents import wording
from services.reporting.documents.paper import narrative
from services.reporting.documents.tables import by_unit
from services.reporting.documents.tables import report as tables
from services.reporting.documents.tables.table import Table
from services.reporting.domain.consolidated import Consolidated

TENS, ONES = ("", "X", "XX", "XXX"), ("", *["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"])
MOST = 200
"""Rows of a table of what is to be looked at."""
MORE = "Còn {more} dòng nữa, có đủ trong tệp .xlsx cùng báo cáo."


def roman(number: int) -> str:
    """Of sections and annexes, from 1 to 39; beyond, digits."""
    return TENS[number // 10] + ONES[number % 10] if number < 10 * len(TENS) else str(number)


@dataclass(frozen=True)
class Annex:
    """Some tables under a title of their own."""

    title: str
    tables: Sequence[Table]


def _short(table: Table) -> Table:
    """What grows with the number of activities: more than can be read on paper is only counted."""
    if (more := len(table.rows) - MOST) <= 0:
        return table
    return replace(table, rows=table.rows[:MOST], note=MORE.format(more=wording.number(more)))


def annexes(report: Consolidated) -> Iterator[tuple[str, Annex]]:
    """Those that hold anything, numbered; who did what is always the first."""
    every = (
        Annex("Tình hình thực hiện của từng đơn vị", tables.standings(report)),
        Annex("Nhiệm vụ của kế hoạch", [*by_unit.assigned(report)]),
        Annex("Số liệu của từng đơn vị", [*by_unit.figures(report)]),
        Annex("Nguồn số liệu của từng đơn vị", [*by_unit.sources(report)]),
        Annex("Kết quả, khó khăn và kiến nghị của từng đơn vị", [*narrative.by_unit(report)]),
        Annex("Nội dung cần kiểm tra, đối chiếu", [*map(_short, tables.to_look_at(report))]),
    )
    for at, one in enumerate((one for one in every if one.tables), 1):
        yield roman(at), one
