"""Reporting, documents: the sheets of the workbook in their order."""

import re
from dataclasses import replace
from datetime import UTC

from services.reporting.documents.book import results, standing, units
from services.reporting.documents.book.sheet import STT, Column, Sheet, Value
from services.reporting.documents.book.write import written
from services.reporting.documents.tables import by_unit
from services.reporting.documents.tables import report as tables
from services.reporting.documents.tables.table import LONGEST_NAME, Millions, Table, shown
from services.reporting.documents.wording import clean, moment
from services.reporting.domain.consolidated import Consolidated

FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
"""In the name of a sheet."""


def workbook(report: Consolidated, code: str = "") -> bytes:
    """The report as .xlsx, with its totals as formulas over the units' figures; a snapshot's code
    stands on every page.
    """
    properties = {
        "author": clean(report.collecting_office.name),
        "title": clean(report.plan.title),
        "created": report.as_of.astimezone(UTC).replace(tzinfo=None),
    }
    note = f"Số liệu tính đến {moment(report.as_of, report.plan.zone)}"
    return written(sheets(report), properties, note, code)


def sheets(report: Consolidated) -> list[Sheet]:
    """Every sheet, totals before what they are added up from."""
    figures, places = list[Sheet](), dict[tuple[str, str], units.Place]()
    for sheet, found in units.figures(report):
        figures.append(_named(sheet))
        places |= {key: replace(one, sheet=figures[-1]) for key, one in found.items()}
    every = [
        standing.duties(report),
        standing.reports(report),
        standing.activities(report),
        results.indicators(report, places),
        *results.targets(report),
        *results.beside(report),
        results.money(report),
        *figures,
        *units.money(report),
        standing.by_unit(report),
        standing.sources(report),
        *standing.told(report),
        *(_of_table(one) for one in _others(report)),
    ]
    return [_named(one) for one in every]


def _named(sheet: Sheet) -> Sheet:
    """With a name that a workbook may give."""
    return replace(sheet, name=FORBIDDEN.sub("-", clean(sheet.name)).strip("' ")[:LONGEST_NAME])


def _others(report: Consolidated) -> list[Table]:
    """What the office is to look at, as in the document."""
    return [
        *by_unit.approvals(report),
        *tables.loose_joints(report),
        *tables.evidence(report),
        *tables.unread(report),
    ]


def _of_table(table: Table) -> Sheet:
    keys = [f"c{at}" for at in range(len(table.columns))]
    rows: list[dict[str, Value]] = [
        {
            key: shown(one) if isinstance(one, Millions) else one
            for key, one in zip(keys, row, strict=True)
        }
        for row in table.rows
    ]
    columns = [Column(key, name, 30) for key, name in zip(keys, table.columns, strict=True)]
    return Sheet(table.sheet, table.title, (Column(STT, "STT", 6), *columns), rows, note=table.note)
