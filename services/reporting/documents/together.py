"""Reporting, documents: what of a text no line breaks apart, on paper and on pages."""

import re
from functools import lru_cache

from services.reporting.documents.wording import clean

NO_BREAK = "\u00a0"
NOTHING_COUNTED = "ngày|tháng|năm|của|và|là|từ|đến|trong|tại|trên|theo|có|được|do|ở|về|với"
COUNTED = re.compile(rf"(?<=\d)(?<!/\d{{4}}) (?=[^\W\d])(?!(?:{NOTHING_COUNTED})\b)")
"""Between a number and what it counts, or how that stands; a day counts nothing."""
BEFORE = re.compile(
    r"\b(ngày|tháng|năm|số|bản|kỳ|gần|hơn|khoảng|trên|dưới|bằng) (?=[+-]?\d)", re.IGNORECASE
)
TOGETHER = re.compile(
    r"(?<=\d:) (?=\d)|(?<=\bhết) (?=ngày\b)|(?<=\bsố) (?=liệu ước\))|(?<=liệu) (?=ước\))"
    r"|(?<=\(triệu) (?=đồng\))"
)
"""How many of a kind of nothing, the last day, how many of the figures are rough, and in what money
is counted.
"""


@lru_cache(maxsize=10_000)  # a table asks of each of its cells several times
def bound(text: str) -> str:
    """Text of which no line ends between a number and what it counts, or what hedges it."""
    held = BEFORE.sub(rf"\1{NO_BREAK}", COUNTED.sub(NO_BREAK, clean(text)))
    return TOGETHER.sub(NO_BREAK, held)
