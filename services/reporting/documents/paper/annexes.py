"""Reporting, documents: what stands behind the report's figures, annex by annex."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.reporting.documents.paper import narrative
from services.reporting.documents.tables import by_unit
from services.reporting.documents.tables import report as tables
from services.reporting.documents.tables.table import Table
from services.reporting.domain.consolidated import Consolidated

ROMAN = ("I", "II", "III", "IV", "V")


@dataclass(frozen=True)
class Annex:
    """Some tables under a title of their own."""

    title: str
    tables: Sequence[Table]


def annexes(report: Consolidated) -> Iterator[tuple[str, Annex]]:
    """Those that hold anything, numbered; who did what is always the first."""
    every = (
        Annex("Tình hình thực hiện của từng đơn vị", tables.standings(report)),
        Annex("Số liệu của từng đơn vị", [*by_unit.figures(report)]),
        Annex("Nguồn số liệu của từng đơn vị", [*by_unit.sources(report)]),
        Annex("Kết quả, khó khăn và kiến nghị của từng đơn vị", [*narrative.by_unit(report)]),
        Annex("Nội dung cần kiểm tra, đối chiếu", tables.to_look_at(report)),
    )
    yield from zip(ROMAN, (one for one in every if one.tables), strict=False)
