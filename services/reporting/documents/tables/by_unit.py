"""Reporting, documents: the tables that show every unit: its duties, approvals and figures."""

from collections.abc import Iterator
from itertools import groupby

from contracts.indicator import Indicator, added
from contracts.owed import APPROVAL, Owed
from services.reporting.documents import wording
from services.reporting.documents.tables import standing
from services.reporting.documents.tables.table import LONGEST_NAME, SUM, Cell, Table
from services.reporting.domain.consolidated import Consolidated, Row, Standing
from services.reporting.domain.counting.taking import asks
from services.reporting.domain.succession.follow import said_of
from services.reporting.domain.succession.speaking import Said
from services.reporting.domain.totals import EntryTotal


def standings(report: Consolidated) -> Table:
    """Every unit's duties with the moment each was met, so that the numbers can be traced."""
    owed, zone = report.plan.owed, report.plan.zone
    rows = []
    for row in (*report.rows, *(row for row in report.before if row.duties)):
        cells = (
            standing.standings([d for d in row.duties if d.owed == one.id], zone) for one in owed
        )
        rows.append((standing.called(row), *cells))
    columns = ("Đơn vị", *(one.title for one in owed))
    return Table("Đơn vị - nội dung", "Việc thực hiện của từng đơn vị", columns, tuple(rows))


def assigned(report: Consolidated) -> Iterator[Table]:
    """The plan's items one by one, each with the units of the day that it is given to, lead or
    partner.
    """
    given: dict[str, list[str]] = {}
    for row in report.rows:
        for one in row.assignments:
            given.setdefault(one, []).append(standing.called(row))
    rows = tuple(
        (one.number, one.text, len(given.get(one.id, ())), "; ".join(given.get(one.id, ())) or "–")
        for one in report.plan.assignments
    )
    columns = ("Mục", "Nhiệm vụ", "Số đơn vị", "Đơn vị được giao")
    yield Table("Nhiệm vụ", "Nhiệm vụ của kế hoạch và đơn vị được giao", columns, rows)


def figures(report: Consolidated) -> Iterator[Table]:
    """Every unit's figures: a table per report and group of indicators, a unit once in each."""
    number, said = 0, said_of(report)
    for total in report.totals.entries:
        entry = next(one for one in report.plan.owed if one.id == total.owed)
        asked = [one for one in report.plan.indicators if asks(entry, one.id)]
        ordered = sorted(asked, key=_group)
        for name, members in groupby(ordered, key=_group):
            number += 1
            columns = list(members)
            title = f"{entry.title}: {name}" if len(report.totals.entries) > 1 else name
            sheet = f"PL{number} {name}"[:LONGEST_NAME]
            heads = tuple(f"{c.name} ({c.unit})" if c.unit else c.name for c in columns)
            rows = tuple(_figures(report, said, entry, columns))
            if rows:
                rows += _sums(total, columns)
                yield Table(sheet, title, ("Đơn vị", *heads), rows)


def _group(one: Indicator) -> str:
    return one.group or "Khác"


def _sums(total: EntryTotal, columns: list[Indicator]) -> tuple[tuple[Cell, ...], ...]:
    """The line below, where anything in it is added."""
    if not any(added(one.arithmetic) for one in columns):
        return ()
    reported = {one.indicator: one.reported for one in total.indicators}
    sums = (wording.total(reported[c.id]) if added(c.arithmetic) else "–" for c in columns)
    return ((SUM, *sums),)


def _figures(
    report: Consolidated, said: Said, entry: Owed, columns: list[Indicator]
) -> Iterator[tuple[Cell, ...]]:
    told = [{line.unit: line.told for line in said.lines(entry.id, one)} for one in columns]
    for row in (*report.rows, *report.before):
        found = [by_unit.get(row.unit.id) for by_unit in told]
        if any(one is not None for one in found):
            yield (standing.called(row), *(wording.told(one) for one in found))


def sources(report: Consolidated) -> Iterator[Table]:
    """Which versions and documents each unit's figures come from, a unit once."""
    entries = [one.owed for one in report.totals.entries]
    titles = {one.id: one.title for one in report.plan.owed}

    def cells(row: Row) -> Iterator[str]:
        for owed in entries:
            known = any(one.owed == owed for one in row.reports)
            yield standing.sources(row, owed, report.plan.zone) if known else "–"

    rows = tuple(
        (standing.called(row), *cells(row)) for row in (*report.rows, *report.before) if row.reports
    )
    if rows:
        columns = ("Đơn vị", *(titles[owed] for owed in entries))
        yield Table("Nguồn số liệu", "Báo cáo và văn bản của từng đơn vị", columns, rows)


def approvals(report: Consolidated) -> Iterator[Table]:
    """Who is to approve whose reports on their way, each once, with what still waits."""
    passing = [one for one in report.plan.owed if one.through is not None]
    by_bearer: dict[str, list[Standing]] = {}
    for row in (*report.rows, *report.before):
        for duty in row.duties:
            if duty.bearer is not None:
                by_bearer.setdefault(
                    standing.named(duty.bearer.short_name, duty.bearer), []
                ).append(duty)

    def cell(found: list[Standing], owed: str) -> str:
        mine = [one for one in found if one.owed == owed + APPROVAL and one.status != "excused"]
        overdue = sum(one.overdue for one in mine)
        met = sum(one.status == "met" for one in mine)
        return f"{met}/{len(mine)}" + (f", {overdue} quá hạn" if overdue else "")

    rows = tuple(
        (name, *(cell(found, one.id) for one in passing)) for name, found in by_bearer.items()
    )
    columns = ("Đơn vị xác nhận", *(one.title for one in passing))
    if rows:
        yield Table("Xác nhận", "Việc xác nhận báo cáo", columns, rows)
