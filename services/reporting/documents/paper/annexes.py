"""Reporting, documents: what stands behind the report's figures, annex by annex."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.reporting.documents.paper import narrative
from services.reporting.documents.tables import by_unit
from services.reporting.documents.tables import report as tables
from services.reporting.documents.tables.table import Table
from services.reporting.domain.consolidated import Consolidated

TENS, ONES = ("", "X", "XX", "XXX"), ("", *["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"])


def roman(number: int) -> str:
    """Of sections and annexes, from 1 to 39; beyond, digits."""
    return TENS[number // 10] + ONES[number % 10] if number < 10 * len(TENS) else str(number)


@dataclass(frozen=True)
class Annex:
    """Some tables under a title of their own."""

    title: str
    tables: Sequence[Table]


def annexes(report: Consolidated) -> Iterator[tuple[str, Annex]]:
    """Those that hold anything, numbered; who did what is always the first."""
    every = (
        Annex("Tình hình thực hiện của từng đơn vị", tables.standings(report)),
        Annex("Nhiệm vụ của kế hoạch", [*by_unit.assigned(report)]),
        Annex("Số liệu của từng đơn vị", [*by_unit.figures(report)]),
        Annex("Nguồn số liệu của từng đơn vị", [*by_unit.sources(report)]),
        Annex("Kết quả, khó khăn và kiến nghị của từng đơn vị", [*narrative.by_unit(report)]),
        Annex("Nội dung cần kiểm tra, đối chiếu", tables.to_look_at(report)),
    )
    for number, one in enumerate((one for one in every if one.tables), 1):
        yield roman(number), one
