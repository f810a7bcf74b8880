"""Tests, documents: all tables behind a report, whichever annex of the paper has them."""

from services.reporting.documents.tables import by_unit
from services.reporting.documents.tables.report import standings, to_look_at
from services.reporting.documents.tables.table import Table
from services.reporting.domain.consolidated import Consolidated


def appendix(report: Consolidated) -> list[Table]:
    return [
        *standings(report),
        *by_unit.figures(report),
        *by_unit.sources(report),
        *to_look_at(report),
    ]
