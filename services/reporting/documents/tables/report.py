"""Reporting, documents: the tables of the whole report, in their order."""

from collections.abc import Iterator

from services.reporting.documents import wording
from services.reporting.documents.tables import by_unit, compared, standing
from services.reporting.documents.tables.table import (
    ALL_DUTIES,
    SUM,
    Cell,
    Millions,
    Table,
    result,
    rounding_note,
)
from services.reporting.domain.claims.evidence import ClaimedEvidence
from services.reporting.domain.comparing.indicator import IndicatorTotal
from services.reporting.domain.consolidated import Consolidated
from services.reporting.domain.totals import DutyTotal, KindTotal, ReportTotal


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
        "Đã tính số liệu",
        "Gộp",
        "Chưa xác nhận",
        "Chờ ký",
        "Đã tiếp nhận",
        "Đang bổ sung, chỉnh lý",
        "Không nhận bản sửa",
        "Chờ tiếp nhận",
        "Gửi lại sau bổ sung, chỉnh lý",
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
            result(total.arithmetic, total.reported),
            wording.answers(total.reported),
        )

    totals = tuple(map(row, report.totals.indicators))
    columns = ("Chỉ tiêu báo cáo", "Đơn vị tính", "Kết quả", "Số đơn vị có số liệu")
    return Table("Chỉ tiêu báo cáo", "Kết quả theo chỉ tiêu báo cáo", columns, totals)


def of_activities(report: Consolidated) -> Iterator[Table]:
    """What activities were to bring of an indicator and what they brought, where they tell any."""

    def row(total: IndicatorTotal) -> tuple[Cell, ...]:
        return (
            total.name,
            total.unit or "",
            wording.total(total.planned),
            wording.total(total.held),
            wording.difference(total.variance, total.arithmetic),
        )

    told = (one for one in report.totals.indicators if one.planned.gave or one.held.gave)
    rows = tuple(map(row, told))
    columns = ("Chỉ tiêu báo cáo", "Đơn vị tính", "Dự kiến", "Thực hiện", "Chênh lệch")
    if rows:
        yield Table("Hoạt động", "Dự kiến và thực hiện của các hoạt động", columns, rows)


def money(report: Consolidated) -> Table:
    """Per source, each line rounded; the total is that of the exact sums, never of the lines.

    Planned and spent never mix.
    """
    totals = [*report.totals.by_source, report.totals.money]
    names = [SUM if one.source is None else one.name for one in totals]
    planned = [Millions(one.planned.amount) for one in totals]
    spent = [Millions(one.reported.amount) for one in totals]
    gave = [one.reported.gave for one in totals]
    return Table(
        "Kinh phí",
        "Kinh phí theo nguồn",
        ("Nguồn", "Dự kiến (triệu đồng)", "Đã chi (triệu đồng)", "Số đơn vị báo cáo"),
        tuple(zip(names, planned, spent, gave, strict=True)),
        rounding_note(planned, spent),
    )


def evidence(report: Consolidated) -> Iterator[Table]:
    """Evidence claimed for several activities, if there is any."""
    names = {row.unit.id: row.unit.short_name for row in (*report.rows, *report.before)}

    def whose(line: ClaimedEvidence) -> str:
        return ", ".join(dict.fromkeys(names.get(one.unit, one.unit) for one in line.claims))

    rows = tuple(
        (line.title, line.link, line.claimed, whose(line)) for line in report.repeated_evidence
    )
    columns = ("Minh chứng", "Liên kết", "Số hoạt động", "Đơn vị")
    if rows:
        yield Table("Minh chứng trùng", "Minh chứng ghi cho nhiều hoạt động", columns, rows)


def loose_joints(report: Consolidated) -> Iterator[Table]:
    """Joint activities that their leads' records do not carry, if there are any."""
    rows = tuple(
        (
            standing.named(one.unit.short_name, one.unit),
            one.title,
            one.outside or f"{one.lead_unit}/{one.lead_activity}",
            wording.lead(one.lead),
            "Có" if one.counted else "Không",
        )
        for one in report.loose_joints
    )
    columns = ("Đơn vị", "Hoạt động", "Bản ghi của chủ trì", "Tình trạng", "Tính ở bản ghi này")
    if rows:
        yield Table("Phối hợp", "Hoạt động phối hợp mà chủ trì chưa ghi nhận", columns, rows)


def unread(report: Consolidated) -> Iterator[Table]:
    """What of the log is not in the report, if there is anything."""
    rows = tuple((one.sequence, one.subject) for one in report.unread)
    if rows:
        title = "Bản ghi trong nhật ký không đọc được, không tính vào báo cáo này"
        yield Table("Không đọc được", title, ("Số thứ tự", "Chủ đề"), rows)


def results(report: Consolidated) -> list[Table]:
    """What was reported: the campaign's figures, then beside what they can be compared with."""
    return [
        indicators(report),
        *compared.targets(report),
        *of_activities(report),
        *compared.beside(report),
        *compared.before(report),
        *compared.entries(report),
    ]


def body(report: Consolidated) -> list[Table]:
    """The tables of the report itself."""
    return [
        duties(report),
        reports(report),
        activities(report),
        *results(report),
        money(report),
    ]


def standings(report: Consolidated) -> list[Table]:
    """Every unit's duties, and who is to approve whose reports."""
    every = (by_unit.standings(report), *by_unit.approvals(report))
    return [one for one in every if one.rows]


def to_look_at(report: Consolidated) -> list[Table]:
    """What the office is to look at, if there is anything."""
    return [*loose_joints(report), *evidence(report), *unread(report)]
