"""Reporting, documents: results beside targets, other reports and an earlier plan, as tables."""

from collections.abc import Iterator
from decimal import Decimal
from typing import assert_never

from services.reporting.documents import wording
from services.reporting.documents.tables.standing import named
from services.reporting.documents.tables.table import LONGEST_NAME, Cell, Table, result
from services.reporting.domain.charts.charts import meant_for
from services.reporting.domain.comparing.earlier import Before
from services.reporting.domain.comparing.indicator import EntryIndicator, IndicatorTotal
from services.reporting.domain.comparing.reasons import incomparable
from services.reporting.domain.comparing.target import TargetTotal, Verdict
from services.reporting.domain.consolidated import Consolidated
from services.reporting.domain.totals import EntryTotal


def targets(report: Consolidated) -> Iterator[Table]:
    """Every target with its result."""

    def row(total: IndicatorTotal, target: TargetTotal) -> tuple[Cell, ...]:
        ratio = total.arithmetic == "ratio"
        return (
            total.name,
            whom(report, target),
            _amount(target.target, ratio=ratio) + (" mỗi đơn vị" if target.each else ""),
            "–" if target.result is None else _amount(target.result, ratio=ratio),
            wording.difference(target.difference, total.arithmetic),
            reached(report, target),
        )

    rows = tuple(row(total, one) for total in report.totals.indicators for one in total.targets)
    columns = (
        "Chỉ tiêu báo cáo",
        "Giao cho",
        "Chỉ tiêu giao",
        "Kết quả",
        "Chênh lệch",
        "Mức độ hoàn thành",
    )
    if rows:
        yield Table("Chỉ tiêu giao", "Kết quả so với chỉ tiêu giao", columns, rows)


def _amount(value: Decimal, *, ratio: bool) -> str:
    return wording.per_cent(value) if ratio else wording.number(value)


def _names(report: Consolidated) -> dict[str, str]:
    return {row.unit.id: named(row.unit.short_name, row.unit) for row in report.rows}


def whom(report: Consolidated, target: TargetTotal) -> str:
    """Who is to reach it."""
    return ", ".join(meant_for(report, target)) or "tất cả đơn vị"


def reached(report: Consolidated, target: TargetTotal) -> str:
    """How far it was reached, and who did not."""
    if target.verdict is not None:
        return verdict(target.verdict)
    parts = [f"{target.met}/{target.of} đơn vị đạt"]
    if target.estimated:
        parts.append(f"{target.estimated} ước đạt")
    if target.missed:
        names = _names(report)
        parts.append(f"chưa đạt: {', '.join(names.get(one, one) for one in target.missed)}")
    if target.unknown:
        parts.append(f"{len(target.unknown)} chưa có số liệu")
    return "; ".join(parts)


def verdict(found: Verdict) -> str:
    """Whether a target was reached."""
    match found:
        case "met":
            return "đạt"
        case "estimated":
            return "ước đạt"
        case "missed":
            return "chưa đạt"
        case "unknown":
            return "chưa có số liệu"
        case _:
            assert_never(found)


def beside(report: Consolidated) -> Iterator[Table]:
    """What other reports say of the same indicators: in no total, with the difference."""
    rows = tuple(
        (
            total.name,
            other.title,
            result(total.arithmetic, other.reported),
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


def before(report: Consolidated) -> Iterator[Table]:
    """The figures of earlier plans, or why they cannot be compared."""

    def row(total: IndicatorTotal, old: Before) -> tuple[Cell, ...]:
        number = old.number or old.plan
        if old.reported is None or old.reason is not None:
            why = incomparable(old.reason) if old.reason else ""
            return (total.name, number, f"không so sánh được: {why}", "–")
        figure = result(total.arithmetic, old.reported)
        return (total.name, number, figure, wording.difference(old.difference, total.arithmetic))

    rows = tuple(
        row(total, total.before) for total in report.totals.indicators if total.before is not None
    )
    columns = ("Chỉ tiêu báo cáo", "Kế hoạch trước", "Số liệu kỳ trước", "Tăng, giảm")
    if rows:
        yield Table("Kỳ trước", "So với kế hoạch trước", columns, rows)


def entries(report: Consolidated) -> Iterator[Table]:
    """What each report says by itself, where there are several."""

    def row(total: EntryIndicator) -> tuple[Cell, ...]:
        said = result(total.arithmetic, total.reported)
        return (total.name, total.unit or "", said, wording.answers(total.reported))

    several: tuple[EntryTotal, ...] = report.totals.entries
    if len(several) > 1:
        for number, entry in enumerate(several, 1):
            columns = ("Chỉ tiêu báo cáo", "Đơn vị tính", "Kết quả", "Số đơn vị có số liệu")
            rows = tuple(map(row, entry.indicators))
            name = f"BC{number} {entry.title}"[:LONGEST_NAME]
            yield Table(name, f"Riêng {entry.title}", columns, rows)
