"""Registry, domain: words of the rules about indicators, forms, cross-checks and money."""

from typing import get_args

from contracts.indicator import Arithmetic
from services.registry.domain.check.plan.rule import PlanRule

RULES: dict[str, PlanRule] = {
    "indicator-without-arithmetic": PlanRule(
        "error",
        "Chỉ tiêu báo cáo {indicator!r} chưa có cách tính: không biết cộng thế nào.",
        "Indicator {indicator!r} has no arithmetic: nobody knows how to add it up.",
        f"Ghi arithmetic, một trong: {', '.join(get_args(Arithmetic))}.",
        f"Give arithmetic, one of: {', '.join(get_args(Arithmetic))}.",
    ),
    "indicator-unknown": PlanRule(
        "error",
        "{named!r} nêu chỉ tiêu báo cáo {indicator!r} không có trong kế hoạch. Có: {known}.",
        "{named!r} names the indicator {indicator!r}, which is not in the plan. Known: {known}.",
        "Sửa mã chỉ tiêu báo cáo, hoặc bổ sung vào indicators.",
        "Correct the indicator's id, or add it to the plan's indicators.",
    ),
    "form-indicator-repeated": PlanRule(
        "error",
        "Biểu của {owed!r} nêu chỉ tiêu báo cáo {indicator!r} hai lần.",
        "The form of {owed!r} asks for the indicator {indicator!r} twice.",
        "Gộp hai dòng làm một.",
        "Make one line of the two.",
    ),
    "rule-right-missing": PlanRule(
        "error",
        "Quy tắc {check!r} chưa nêu các chỉ tiêu báo cáo để so sánh.",
        "Rule {check!r} names nothing to compare with.",
        "Ghi right của quy tắc.",
        "Give the rule's right side.",
    ),
    "taken-from-unknown": PlanRule(
        "error",
        "Chỉ tiêu báo cáo {indicator!r} lấy từ {owed!r}, không có báo cáo này. Có: {known}.",
        "Indicator {indicator!r} is taken from {owed!r}, no report of the plan. Known: {known}.",
        "Sửa taken_from: mã các mục báo cáo trong owed.",
        "Correct taken_from: ids of report entries under owed.",
    ),
    "same-as-itself": PlanRule(
        "error",
        "Chỉ tiêu báo cáo {indicator!r} so với chính kế hoạch này.",
        "Indicator {indicator!r} is compared with this very plan.",
        "Ghi ở same_as.plan mã của một kế hoạch trước.",
        "Name an earlier plan in same_as.plan.",
    ),
    "coverage-unsaid": PlanRule(
        "warning",
        "{units} và cấp dưới cùng báo cáo {indicators}, chưa rõ số liệu cấp trên đã gồm cấp dưới.",
        "{units} and units below both report {indicators}: does the upper figure cover the lower?",
        "Ghi form.coverage của báo cáo cấp trên, hoặc taken_from của chỉ tiêu báo cáo.",
        "Give form.coverage of the upper report, or the indicator's taken_from.",
    ),
    "budget-sources-missing": PlanRule(
        "warning",
        "Kế hoạch không nêu nguồn kinh phí nào.",
        "The plan names no source of money.",
        "Liệt kê các nguồn trong budget_sources.",
        "List the sources under budget_sources.",
    ),
    "budget-source-unnamed": PlanRule(
        "error",
        "Nguồn kinh phí thứ {number} chưa có tên gọi.",
        "Budget source number {number} has no name.",
        "Ghi tên nguồn như trong văn bản, ví dụ “Ngân sách nhà nước”.",
        "Give the source's name as the document has it.",
    ),
}
