"""Workbook: the sheets of reports: which there are, and their rows; what writes and what reads
share.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, assert_never

from contracts.indicator import FigureShape, Indicator
from workbook.form import Asked, Form, also_for_list, also_owed_list
from workbook.layout import (
    NILS,
    NO_NUMBER,
    NOTHINGS,
    ONLY_RATIO,
    RATIO_ALONE,
    REPORT,
    WITH_UNIT,
    Column,
)

EARLIER = Column("before", "Kế hoạch trước", 20, "computed")
"""Last year's figure, in a column of its own where it is known; nobody types in it."""


def report_columns() -> list[Column]:
    return [
        Column("number", "STT", 6, "computed"),
        Column("label", "Chỉ tiêu báo cáo, nội dung", 52, "computed"),
        Column("unit", "Đơn vị tính", 13, "computed"),
        Column("qualifier", "Mức", 10, "choice", choices="qualifiers"),
        Column("value", "Số liệu (tử số)", 17, "number", choices=NOTHINGS, prompt=NO_NUMBER),
        Column("denominator", "Mẫu số", 14, "number"),
        Column("ratio", "Tỷ lệ", 10, "computed"),
        Column("percent", ONLY_RATIO, 11, "percent", prompt=RATIO_ALONE),
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


Shape = Literal[FigureShape, "line", "day", "choice", "money", "total", "heading"]
WIDE: tuple[Shape, ...] = ("text", "line", "day", "choice")
"""Typed into one cell that spans from `qualifier` to `percent`."""


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
    choices: str = ""

    @property
    def column(self) -> Column:
        """What is typed into a row that is chosen from a list, as a column has it."""
        return Column(self.key, self.label, 0, "choice", choices=self.choices, prompt=self.how)


def report_lines(form: Form, asked: Asked) -> Iterator[ReportRow]:
    """A report from top to bottom."""
    plan = form.plan
    yield from _instead(form, asked)
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


def _instead(form: Form, asked: Asked) -> Iterator[ReportRow]:
    """Nothing to report, or one report for several; most units leave it as it is."""
    yield ReportRow("", "CHỈ ĐIỀN KHI KHÔNG CÓ NỘI DUNG BÁO CÁO HOẶC BÁO CÁO GỘP", "heading")
    how = "Chọn lý do; để trống số liệu, kinh phí"
    yield ReportRow("nothing", NIL, "choice", how=how, choices=NILS)
    if asked.also_owed:
        how, wanted = "Nhiều kỳ: cách nhau bằng dấu chấm phẩy", also_owed_list(form.number(asked))
        yield ReportRow("also_owed", ALSO_OWED, "choice", how=how, choices=wanted)
    if asked.also_for:
        how, wanted = "Nhiều đơn vị: cách nhau bằng dấu chấm phẩy", also_for_list(form, asked)
        yield ReportRow("also_for", ALSO_FOR, "choice", how=how, choices=wanted)


NIL = "Không có nội dung để báo cáo, vì"
ALSO_OWED = "Gộp cả kỳ trước (trang của kỳ đó để trống)"
ALSO_FOR = "Gửi thay cho đơn vị (số liệu đã gồm cả đơn vị đó)"
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
