"""Reporting, domain: why a figure cannot be compared with that of an earlier plan."""

from typing import Literal, assert_never

Reason = Literal[
    "plan", "indicator", "arithmetic", "measure", "coverage", "units", "period", "untold"
]
"""The earlier plan, or its indicator, is not known here; they differ in arithmetic, measure,
coverage, or in the units that report. Of one unit's own figure also: this report is of one period,
the earlier figure of them all; nothing was told.
"""


def incomparable(reason: Reason) -> str:
    """As people read it, behind "không so sánh được"."""
    match reason:
        case "plan":
            return "chưa có số liệu của kế hoạch trước"
        case "indicator":
            return "kế hoạch trước không có chỉ tiêu báo cáo này"
        case "arithmetic":
            return "khác cách tính"
        case "measure":
            return "khác đơn vị tính"
        case "coverage":
            return "khác phạm vi số liệu"
        case "units":
            return "khác đơn vị báo cáo"
        case "period":
            return "báo cáo này chỉ của một kỳ"
        case "untold":
            return "đơn vị chưa có số liệu ở kế hoạch trước"
        case _:
            assert_never(reason)
