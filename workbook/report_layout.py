"""Workbook: the sheets of reports: which there are, and their rows; what writes and what reads
share.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, assert_never

from contracts.indicator import FigureShape, Indicator
from contracts.plan import Plan
from workbook.form import Asked, Form
from workbook.layout import NO_NUMBER, NOTHINGS, REPORT, WITH_UNIT, Column


def report_columns() -> list[Column]:
    return [
        Column("number", "STT", 6, "computed"),
        Column("label", "Chỉ tiêu báo cáo, nội dung", 52, "computed"),
        Column("unit", "Đơn vị tính", 13, "computed"),
        Column("qualifier", "Mức", 10, "choice", choices="qualifiers"),
        Column("value", "Số liệu (tử số)", 17, "number", choices=NOTHINGS, prompt=NO_NUMBER),
        Column("denominator", "Mẫu số", 14, "number"),
        Column("ratio", "Tỷ lệ", 10, "computed"),
        Column("how", "Cách tổng hợp", 36, "computed"),
    ]


def report_sheets(form: Form) -> dict[str, Asked]:
    """The sheets of the reports that the unit owes, by name."""
    if len(form.reports) == 1:
        return {REPORT: form.reports[0]}
    return {f"{REPORT} {number}": asked for number, asked in enumerate(form.reports, 1)}


def report_marker(asked: Asked) -> str:
    """What a report's sheet carries, whatever it is called."""
    return f"#report {asked.duty}"


Shape = Literal[FigureShape, "line", "day", "money", "total", "heading"]
WIDE: tuple[Shape, ...] = ("text", "line", "day")
"""Typed into one cell that spans from `qualifier` to `ratio`."""


@dataclass(frozen=True)
class ReportRow:
    """A row of the report: its key, or a heading without one."""

    key: str
    label: str
    shape: Shape
    number: str = ""
    unit: str = ""
    how: str = ""
    required: bool = False
    decimals: int = 0


def report_lines(plan: Plan, asked: Asked) -> Iterator[ReportRow]:
    """A report from top to bottom."""
    yield ReportRow("", "I. VĂN BẢN BÁO CÁO ĐÃ KÝ", "heading")
    yield ReportRow("signed/number", "Số, ký hiệu văn bản", "line", "1", how="Ví dụ 45/BC-UBND")
    yield ReportRow("signed/day", "Ngày ký", "day", "2", how="Ngày/tháng/năm")
    yield ReportRow("signed/signer", "Người ký", "line", "3")
    yield ReportRow("", "II. SỐ LIỆU THEO CHỈ TIÊU BÁO CÁO", "heading")
    group = None
    indicators = [one for one in plan.indicators if one.id in asked.indicators]
    for number, indicator in enumerate(indicators, 1):
        if indicator.group and indicator.group != group:
            yield ReportRow("", indicator.group, "heading")
        group = indicator.group
        yield _line(indicator, number, required=indicator.id in asked.required)
    yield ReportRow("", "III. KINH PHÍ ĐÃ SỬ DỤNG", "heading")
    how = f"Số đồng, {WITH_UNIT}"
    for number, source in enumerate(plan.budget_sources, 1):
        yield ReportRow(f"spending/{source.id}", source.name, "money", str(number), "đồng", how)
    shape: Shape = "total" if plan.budget_sources else "money"
    yield ReportRow(
        "spending//total", "Tổng cộng", shape, "", "đồng", "" if plan.budget_sources else how
    )
    yield ReportRow("", "IV. ĐÁNH GIÁ, KIẾN NGHỊ", "heading")
    for number, (key, label) in enumerate(NARRATIVE.items(), 1):
        required = key in asked.narrative
        yield ReportRow(key, label, "text", str(number), required=required)


NARRATIVE = {
    "summary": "Tóm tắt kết quả",
    "difficulties": "Khó khăn, vướng mắc",
    "causes": "Nguyên nhân",
    "recommendations": "Đề xuất, kiến nghị",
    "explanation": "Giải trình (khi được đề nghị bổ sung, chỉnh lý)",
}


def _line(indicator: Indicator, number: int, *, required: bool) -> ReportRow:
    return ReportRow(
        f"figures/{indicator.id}",
        indicator.name,
        indicator.shape,
        str(number),
        indicator.unit or "",
        _how(indicator),
        required,
        indicator.decimals,
    )


def _how(indicator: Indicator) -> str:
    """How the values of units combine, beside the cell that asks for one."""
    match indicator.arithmetic:
        case "sum" | None:
            return "Cộng các đơn vị"
        case "stock":
            return "Số đến nay; lấy số mới nhất, rồi cộng"
        case "ratio":
            return "Cộng riêng tử số, mẫu số"
        case "not-additive":
            return "Không cộng giữa các đơn vị"
        case "text":
            return "Thuyết minh"
        case _:
            assert_never(indicator.arithmetic)
