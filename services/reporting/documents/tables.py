"""Reporting, documents: the report's tables as data, the same for every format."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import assert_never

from contracts.owed import Owed
from contracts.plan import Arithmetic, Indicator
from services.reporting.documents import standing, wording
from services.reporting.domain.consolidated import Consolidated, Row
from services.reporting.domain.counting.over_time import Told, over, told
from services.reporting.domain.counting.sum import Sum
from services.reporting.domain.counting.taking import asks
from services.reporting.domain.totals import (
    DutyTotal,
    EntryIndicator,
    EntryTotal,
    IndicatorTotal,
    KindTotal,
    MoneyTotal,
    ReportTotal,
)

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


def duties(report: Consolidated) -> Table:
    """Per thing owed: total = met + owing + excused, met = on time + late."""

    def row(total: DutyTotal) -> tuple[Cell, ...]:
        return (
            total.title or ALL_DUTIES,
            total.total,
            total.met,
            total.on_time,
            total.late,
            total.owing,
            total.by_office,
            total.no_activity + total.nothing_declared,
            total.by_plan,
        )

    totals = [*report.totals.by_duty, report.totals.duties]
    columns = (
        "Nội dung phải thực hiện",
        "Tổng số",
        "Đã thực hiện",
        "Đúng hạn",
        "Trễ hạn",
        "Chưa thực hiện",
        "Được miễn",
        "Không phát sinh",
        "Không còn giao",
    )
    return Table("Nội dung", "Tình hình thực hiện", columns, tuple(map(row, totals)))


def reports(report: Consolidated) -> Table:
    """Per report that is owed: how complete its figures are, and what is still on its way."""

    def row(total: ReportTotal) -> tuple[Cell, ...]:
        return (
            total.title if total.owed else SUM,
            total.asked,
            total.counted,
            total.gathered,
            total.awaiting,
            total.unsigned,
            total.accepted,
            total.returned,
            total.not_taken,
            total.new,
            total.again,
            total.correction,
            total.nil,
        )

    totals = [*(entry.reports for entry in report.totals.entries), report.totals.reports]
    columns = (
        "Báo cáo",
        "Phải gửi",
        "Đưa vào tổng hợp",
        "Gộp",
        "Chưa xác nhận",
        "Chờ ký",
        "Đã tiếp nhận",
        "Đang trả lại",
        "Không nhận bản sửa",
        "Chờ tiếp nhận",
        "Gửi lại sau bổ sung",
        "Bản sửa chờ tiếp nhận",
        "Không có gì để báo cáo",
    )
    return Table("Báo cáo", "Tình hình gửi báo cáo", columns, tuple(map(row, totals)))


def activities(report: Consolidated) -> Table:
    """Per kind; a joint activity is counted once, at its lead."""

    def row(total: KindTotal) -> tuple[Cell, ...]:
        name = total.name if total.kind else SUM
        return (name, total.total, total.held, total.planned, total.postponed)

    totals = [kind for kind in report.totals.by_kind if kind.total] + [report.totals.activities]
    columns = ("Loại hoạt động", "Tổng số", "Đã tổ chức", "Chưa tổ chức", "Hoãn")
    return Table("Hoạt động", "Hoạt động theo loại", columns, tuple(map(row, totals)))


def indicators(report: Consolidated) -> Table:
    """Per indicator: the total by its arithmetic, and how many units it comes from."""

    def row(total: IndicatorTotal) -> tuple[Cell, ...]:
        return (
            total.name,
            total.unit or "",
            _result(total.arithmetic, total.reported),
            wording.answers(total.reported),
            wording.total(total.planned),
            wording.total(total.held),
            wording.difference(total.variance, total.arithmetic),
        )

    totals = tuple(map(row, report.totals.indicators))
    columns = (
        "Chỉ tiêu báo cáo",
        "Đơn vị tính",
        "Kết quả",
        "Số đơn vị có số liệu",
        "Dự kiến của hoạt động",
        "Thực hiện của hoạt động",
        "Chênh lệch",
    )
    return Table("Chỉ tiêu", "Kết quả theo chỉ tiêu báo cáo", columns, totals)


def _result(arithmetic: Arithmetic | None, total: Sum) -> str:
    match arithmetic:
        case "sum" | "stock" | "ratio" | None:
            return wording.total(total)
        case "not-additive" | "text":
            return "Không cộng; xem phụ lục"
        case _:
            assert_never(arithmetic)


def beside(report: Consolidated) -> Iterator[Table]:
    """What other reports say of the same indicators: in no total, with the difference."""
    rows = tuple(
        (
            total.name,
            other.title,
            _result(total.arithmetic, other.reported),
            wording.answers(other.reported),
            wording.difference(other.difference, total.arithmetic),
        )
        for total in report.totals.indicators
        for other in total.beside
        if other.reported.gave
    )
    columns = ("Chỉ tiêu báo cáo", "Báo cáo", "Số liệu", "Số đơn vị có số liệu", "Chênh lệch")
    if rows:
        yield Table("Đối chiếu", "Số liệu đối chiếu, không cộng vào kết quả", columns, rows)


def entries(report: Consolidated) -> Iterator[Table]:
    """What each report says by itself, where there are several."""

    def row(total: EntryIndicator) -> tuple[Cell, ...]:
        result = _result(total.arithmetic, total.reported)
        return (total.name, total.unit or "", result, wording.answers(total.reported))

    several: tuple[EntryTotal, ...] = report.totals.entries
    if len(several) > 1:
        for number, entry in enumerate(several, 1):
            columns = ("Chỉ tiêu báo cáo", "Đơn vị tính", "Kết quả", "Số đơn vị có số liệu")
            rows = tuple(map(row, entry.indicators))
            name = f"BC{number} {entry.title}"[:LONGEST_NAME]
            yield Table(name, f"Riêng {entry.title}", columns, rows)


def money(report: Consolidated) -> Table:
    """Per source, whole đồng; planned and spent never mix."""

    def row(total: MoneyTotal) -> tuple[Cell, ...]:
        name = SUM if total.source is None else total.name
        return (name, total.planned.amount, total.reported.amount, total.reported.gave)

    totals = [*report.totals.by_source, report.totals.money]
    columns = ("Nguồn", "Dự kiến (đồng)", "Đã chi (đồng)", "Số đơn vị báo cáo")
    return Table("Kinh phí", "Kinh phí theo nguồn", columns, tuple(map(row, totals)))


def standings(report: Consolidated) -> Table:
    """Every unit's duties with the moment each was met, so that the numbers can be traced."""
    owed, zone = report.plan.owed, report.plan.zone
    rows = []
    for row in report.rows:
        cells = (
            standing.standings([d for d in row.duties if d.owed == one.id], zone) for one in owed
        )
        rows.append((row.unit.short_name, *cells))
    columns = ("Đơn vị", *(one.title for one in owed))
    return Table("Đơn vị - nội dung", "Việc thực hiện của từng đơn vị", columns, tuple(rows))


def figures(report: Consolidated) -> Iterator[Table]:
    """Every unit's figures: a table per report and group of indicators, a unit once in each."""
    number = 0
    for entry in report.plan.owed:
        asked = [one for one in report.plan.indicators if asks(entry, one.id)]
        ordered = sorted(asked, key=_group)
        for name, members in groupby(ordered, key=_group):
            number += 1
            columns = list(members)
            title = f"{entry.title}, số liệu của từng đơn vị: {name}"
            sheet = f"PL{number} {name}"[:LONGEST_NAME]
            heads = tuple(f"{c.name} ({c.unit})" if c.unit else c.name for c in columns)
            rows = tuple(_figures(report, entry, columns))
            yield Table(sheet, title, ("Đơn vị", *heads, "Nguồn số liệu"), rows)


def _group(one: Indicator) -> str:
    return one.group or "Khác"


def _figures(
    report: Consolidated, entry: Owed, columns: list[Indicator]
) -> Iterator[tuple[Cell, ...]]:
    for row in report.rows:
        said = [told_by(row, entry.id, one) for one in columns]
        if any(one is not None for one in said):
            cells = (wording.told(one) for one in said)
            source = standing.sources(row, entry.id, report.plan.zone)
            yield (row.unit.short_name, *cells, source)


def told_by(row: Row, owed: str, indicator: Indicator) -> Told | None:
    """What a unit's reports for an entry say of an indicator; a nil report, of each the same."""
    filings = [one for one in row.filings(owed) if one.version is not None]
    found = told(filings, over(indicator)).get(indicator.id)
    if found is None and filings and all(one.nothing for one in filings):
        return Told(nothing=filings[-1].nothing)
    return found


def evidence(report: Consolidated) -> Iterator[Table]:
    """Evidence claimed for several activities, if there is any."""
    rows = tuple(
        (line.title, line.link, line.claimed, ", ".join(sorted({c.unit for c in line.claims})))
        for line in report.repeated_evidence
    )
    columns = ("Minh chứng", "Liên kết", "Số hoạt động", "Đơn vị")
    if rows:
        yield Table("Minh chứng trùng", "Minh chứng khai cho nhiều hoạt động", columns, rows)


def body(report: Consolidated) -> list[Table]:
    """The tables of the report itself."""
    return [
        duties(report),
        reports(report),
        activities(report),
        indicators(report),
        *beside(report),
        *entries(report),
        money(report),
    ]


def appendix(report: Consolidated) -> list[Table]:
    """The tables behind it: every unit's figures and duties, and evidence to look at."""
    return [*figures(report), standings(report), *evidence(report)]
