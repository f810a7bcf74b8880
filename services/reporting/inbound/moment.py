"""Reporting, inbound: reads the moment that a report is asked as of."""

import re
from datetime import datetime

from services.reporting.inbound.problems import Problem

LOCAL_OFFSET = re.compile(r" (\d\d:?\d\d)$")
"""A "+" in a query is read as a space, unless it was written %2B."""


def read_moment(text: str, now: datetime) -> datetime:
    """The moment as written; raises Problem where it has no zone or is not over."""
    try:
        moment = datetime.fromisoformat(LOCAL_OFFSET.sub(r"+\1", text))
        early = moment <= now  # a moment without a zone cannot be compared
    except (TypeError, ValueError, OverflowError):
        raise Problem(
            422,
            "as_of không hợp lệ",
            "Hãy ghi thời điểm có múi giờ, ví dụ 2022-10-25T17:00:00+07:00 (dấu + ghi là %2B).",
            "Write a moment with its zone, such as 2022-10-25T17:00:00+07:00 (write + as %2B).",
        ) from None
    if not early:
        raise Problem(
            422,
            "as_of ở tương lai",
            f"Bây giờ là {now.isoformat()}; hãy chọn thời điểm đã qua.",
            f"It is {now.isoformat()} now; what is not over could not be given again.",
        )
    return moment
