"""Reporting, documents: the sheets of who owes what, who sent what, and what was held."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.reporting.documents.book.sheet import STT, Column, Sheet, Value
from services.reporting.documents.tables import standing
from services.reporting.domain.consolidated import Consolidated, ReportRef

NUMBER = Column(STT, "STT", 6)
UNIT = Column("unit", "Đơn vị", 28)


def _counts(*named: tuple[str, str]) -> list[Column]:
    return [Column(key, name, 10, adds=True) for key, name in named]


def duties(report: Consolidated) -> Sheet:
    """Per thing owed: total = met + owing + excused, met = on time + late."""
    every = "{met}+{owing}+{by_office}+{nothing}+{by_plan}"
    columns = (
        NUMBER,
        Column("title", "Nội dung phải thực hiện", 44),
        Column("total", "Tổng số", 10, formula=every, adds=True),
        Column("met", "Đã thực hiện", 10, formula="{on_time}+{late}", adds=True),
        *_counts(
            ("on_time", "Đúng hạn"),
            ("late", "Trễ hạn"),
            ("owing", "Chưa thực hiện"),
            ("by_office", "Được miễn"),
            ("nothing", "Không phát sinh"),
            ("by_plan", "Không còn giao"),
        ),
    )
    rows: list[dict[str, Value]] = [
        {
            **one.model_dump(),
            "nothing": one.no_activity + one.nothing_declared,
        }
        for one in (*report.totals.by_duty, report.totals.duties)
    ]
    return Sheet("Nội dung", "Tình hình thực hiện", columns, rows[:-1], rows[-1])


def reports(report: Consolidated) -> Sheet:
    """Per report that is owed: how complete its figures are, and what is still on its way."""
    columns = (
        NUMBER,
        Column("title", "Báo cáo", 44),
        *_counts(
            ("asked", "Phải gửi"),
            ("counted", "Đã tính số liệu"),
            ("gathered", "Gộp"),
        ),
        Column("missing", "Chưa có số liệu", 10, "{asked}-{counted}-{gathered}", adds=True),
        *_counts(
            ("awaiting", "Chưa xác nhận"),
            ("unsigned", "Chờ ký"),
            ("accepted", "Đã tiếp nhận"),
            ("returned", "Đang bổ sung, chỉnh lý"),
            ("not_taken", "Không nhận bản sửa"),
            ("new", "Chờ tiếp nhận"),
            ("again", "Gửi lại sau bổ sung, chỉnh lý"),
            ("correction", "Bản sửa chờ tiếp nhận"),
            ("nil", "Không có gì để báo cáo"),
        ),
    )
    every = (*(one.reports for one in report.totals.entries), report.totals.reports)
    rows: list[dict[str, Value]] = [{**one.model_dump(), "missing": one.missing} for one in every]
    return Sheet("Báo cáo", "Tình hình gửi báo cáo", columns, rows[:-1], rows[-1])


def activities(report: Consolidated) -> Sheet:
    """Per kind; a joint activity is counted once, at its lead."""
    columns = (
        NUMBER,
        Column("name", "Loại hoạt động", 50),
        Column("total", "Tổng số", 12, formula="{held}+{planned}+{postponed}", adds=True),
        *_counts(("held", "Đã tổ chức"), ("planned", "Chưa tổ chức"), ("postponed", "Hoãn")),
    )
    rows: list[dict[str, Value]] = [one.model_dump() for one in report.totals.by_kind if one.total]
    total = report.totals.activities.model_dump()
    return Sheet("Hoạt động", "Hoạt động theo loại", columns, rows, total)


def by_unit(report: Consolidated) -> Sheet:
    """Every unit's duties, a line for each, so that the numbers can be traced."""
    zone = report.plan.zone
    rows: list[dict[str, Value]] = [
        {
            "unit": standing.called(row),
            "title": one.title,
            "period": one.period,
            "status": standing.judged(one),
            "due": _last(one.due, zone),
            "met": _civil(one.met_at, zone),
            "why": one.reason,
        }
        for row in (*report.rows, *report.before)
        for one in row.duties
    ]
    columns = (
        Column(STT, "STT", 6),
        UNIT,
        Column("title", "Nội dung phải thực hiện", 40),
        Column("period", "Kỳ", 10),
        Column("status", "Tình trạng", 22),
        Column("due", "Hạn", 17),
        Column("met", "Thực hiện lúc", 17),
        Column("why", "Lý do gia hạn, cho miễn", 26),
    )
    return Sheet("Đơn vị - nội dung", "Việc thực hiện của từng đơn vị", columns, rows)


def _civil(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    """The moment as a clock in the plan's zone shows it: a spreadsheet knows no zones."""
    return at.astimezone(zone).replace(tzinfo=None) if at else None


def _last(due: datetime, zone: ZoneInfo) -> date:
    """The last day in time, where the deadline is the end of a day."""
    local = due.astimezone(zone).replace(tzinfo=None)
    return local.date() - timedelta(days=1) if local.time() == time() else local


def sources(report: Consolidated) -> Sheet:
    """Which version and document each unit's figures come from."""
    zone = report.plan.zone
    titles = {one.id: one.title for one in report.plan.owed}
    rows: list[dict[str, Value]] = [
        {
            "unit": standing.called(row),
            "title": titles[one.owed],
            "period": one.period,
            "version": one.version,
            "signed": one.signed.number if one.signed else None,
            "incoming": one.incoming.number if one.incoming else None,
            "figures": _civil(one.figures_at, zone),
            "document": _civil(one.document_at, zone),
            "said": standing.source(one),
        }
        for row in (*report.rows, *report.before)
        for one in row.reports
    ]
    columns = (
        Column(STT, "STT", 6),
        UNIT,
        Column("title", "Báo cáo", 36),
        Column("period", "Kỳ", 9),
        Column("version", "Bản", 6),
        Column("signed", "Số văn bản", 18),
        Column("incoming", "Số đến", 10),
        Column("figures", "Biểu số liệu lúc", 17),
        Column("document", "Văn bản lúc", 17),
        Column("said", "Tình trạng", 36),
    )
    return Sheet("Nguồn số liệu", "Nguồn số liệu của từng đơn vị", columns, rows)


TOLD = (
    ("summary", "Tóm tắt"),
    ("difficulties", "Khó khăn"),
    ("causes", "Nguyên nhân"),
    ("recommendations", "Kiến nghị"),
)


def told(report: Consolidated) -> Iterator[Sheet]:
    """What units wrote, in their own words."""
    titles = {one.id: one.title for one in report.plan.owed}

    def texts(one: ReportRef) -> dict[str, Value]:
        return {key: getattr(one, key) for key, _ in TOLD}

    rows: list[dict[str, Value]] = [
        {
            "unit": standing.called(row),
            "title": titles[one.owed],
            "period": one.period,
            **texts(one),
        }
        for row in (*report.rows, *report.before)
        for one in row.reports
        if one.counts and any(texts(one).values())
    ]
    used: Sequence[tuple[str, str]] = [
        (key, name) for key, name in TOLD if any(row[key] for row in rows)
    ]
    columns = (
        Column(STT, "STT", 6),
        UNIT,
        Column("title", "Báo cáo", 30),
        Column("period", "Kỳ", 9),
        *(Column(key, name, 44) for key, name in used),
    )
    if rows:
        yield Sheet("Ý kiến", "Ý kiến của các đơn vị", columns, rows)
