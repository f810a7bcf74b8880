"""Reporting, documents: the report's tables as data, the same for every format."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import assert_never
from zoneinfo import ZoneInfo

from contracts.plan import Indicator
from services.reporting.documents import wording
from services.reporting.domain.consolidated import Consolidated, Row, Standing
from services.reporting.domain.totals import DutyTotal, IndicatorTotal, KindTotal, MoneyTotal

Cell = str | int | None
ALL_DUTIES, SUM = "Tất cả nội dung", "Tổng cộng"
TOTALS = (ALL_DUTIES, SUM)
"""First cells of the rows that add up those above."""


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
        title = total.title or ALL_DUTIES
        return (
            title,
            total.total,
            total.met,
            total.on_time,
            total.late,
            total.owing,
            total.excused,
        )

    totals = [*report.totals.by_duty, report.totals.duties]
    columns = (
        "Nội dung phải thực hiện",
        "Tổng số",
        "Hoàn thành",
        "Đúng hạn",
        "Trễ hạn",
        "Còn nợ",
        "Được miễn",
    )
    return Table(
        "Nội dung phải thực hiện",
        "Tình hình thực hiện các nội dung",
        columns,
        tuple(map(row, totals)),
    )


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
        gave = f"{total.reported.gave}/{total.reported.of}"
        return (total.name, total.unit or "", _result(total), gave)

    totals = tuple(map(row, report.totals.indicators))
    columns = ("Chỉ tiêu báo cáo", "Đơn vị tính", "Kết quả", "Số đơn vị có số liệu")
    return Table("Chỉ tiêu báo cáo", "Kết quả theo chỉ tiêu báo cáo", columns, totals)


def _result(total: IndicatorTotal) -> str:
    match total.arithmetic:
        case "sum" | "stock" | "ratio" | None:
            return wording.total(total.reported)
        case "not-additive" | "text":
            return "Không cộng; xem phụ lục"
        case _:
            assert_never(total.arithmetic)


def money(report: Consolidated) -> Table:
    """Per source, whole đồng; planned and spent never mix."""

    def row(total: MoneyTotal) -> tuple[Cell, ...]:
        name = SUM if total.source is None else total.name
        return (name, total.planned.amount, total.reported.amount, total.reported.gave)

    totals = [*report.totals.by_source, report.totals.money]
    columns = ("Nguồn", "Dự kiến (đồng)", "Đã chi (đồng)", "Số đơn vị báo cáo")
    return Table("Kinh phí", "Kinh phí theo nguồn", columns, tuple(map(row, totals)))


def _standing(one: Standing | None, zone: ZoneInfo) -> str:
    if one is None:
        return "–"
    match one.status:
        case "excused":
            return f"Được miễn: {one.reason}" if one.reason else "Được miễn"
        case "owing":
            return "Quá hạn, chưa hoàn thành" if one.overdue else "Chưa đến hạn"
        case "met":
            judged = "Đúng hạn" if one.on_time else "Trễ hạn"
            return f"{judged}, {wording.moment(one.met_at, zone)}" if one.met_at else judged
        case _:
            assert_never(one.status)


def standings(report: Consolidated) -> Table:
    """Every unit's duties with the moment each was met, so that the numbers can be traced."""
    owed = report.plan.owed
    rows = []
    for row in report.rows:
        by_duty = {one.duty: one for one in row.duties}
        cells = (_standing(by_duty.get(one.id), report.plan.zone) for one in owed)
        rows.append((row.unit.short_name, *cells))
    columns = ("Đơn vị", *(one.title for one in owed))
    return Table(
        "Đơn vị - nội dung", "Nội dung phải thực hiện của từng đơn vị", columns, tuple(rows)
    )


def _source(row: Row) -> str:
    if row.report is None:
        return "Chưa có báo cáo"
    signed = f", số {row.report.signed.number}" if row.report.signed else ""
    state = "" if row.report.counts else ", đề nghị bổ sung, chỉnh lý"
    return f"Bản {row.report.version}{signed}{state}"


def figures(report: Consolidated) -> Iterator[Table]:
    """Every unit's figures, a table per group of indicators, with the version they come from."""

    def group(one: Indicator) -> str:
        return one.group or "Khác"

    ordered = sorted(report.plan.indicators, key=group)
    for number, (name, members) in enumerate(groupby(ordered, key=group), 1):
        columns = list(members)
        rows = tuple(
            (
                row.unit.short_name,
                *(wording.figure(row.figure(c.id)) for c in columns),
                _source(row),
            )
            for row in report.rows
            if any(row.figure(c.id) for c in columns)
        )
        heads = tuple(f"{c.name} ({c.unit})" if c.unit else c.name for c in columns)
        title = f"Số liệu của từng đơn vị: {name}"
        yield Table(f"PL{number} {name}"[:31], title, ("Đơn vị", *heads, "Nguồn số liệu"), rows)


def evidence(report: Consolidated) -> Iterator[Table]:
    """Evidence claimed for several activities, if there is any."""
    rows = tuple(
        (line.title, line.link, line.claimed, ", ".join(sorted({c.unit for c in line.claims})))
        for line in report.repeated_evidence
    )
    columns = ("Minh chứng", "Liên kết", "Số hoạt động", "Đơn vị")
    if rows:
        yield Table("Minh chứng trùng", "Minh chứng ghi cho nhiều hoạt động", columns, rows)


def body(report: Consolidated) -> list[Table]:
    """The tables of the report itself."""
    return [duties(report), activities(report), indicators(report), money(report)]


def appendix(report: Consolidated) -> list[Table]:
    """The tables behind it: every unit's figures and duties, and evidence to look at."""
    return [*figures(report), standings(report), *evidence(report)]
