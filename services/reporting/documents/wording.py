"""Reporting, documents: numbers, dates and names the way Vietnamese offices write them."""

import re
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.numbers import format_decimal

from contracts.records import Figure
from services.reporting.domain.totals import Sum

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold; units' texts may carry it."""


def clean(text: str) -> str:
    """The text without characters that .docx and .xlsx cannot hold."""
    return NOT_XML.sub("\ufffd", text)


def number(value: int | None) -> str:
    """24455 → "24.455"; nothing reported is "–", never 0."""
    return "–" if value is None else format_decimal(value, locale="vi")


def ratio(numerator: int | None, denominator: int | None, percent: Decimal | None) -> str:
    """ "1.141/1.571 (72,63%)"."""
    if numerator is None or denominator is None:
        return "–"
    share = f" ({format_decimal(percent, locale='vi')}%)" if percent is not None else ""
    return f"{number(numerator)}/{number(denominator)}{share}"


def total(value: Sum) -> str:
    """A total as one cell; figures that were hedged in the signed reports are said to be."""
    if value.numerator is not None:
        text = ratio(value.numerator, value.denominator, value.percent)
    else:
        text = number(value.value)
    if value.qualifiers and text != "–":
        text += f" (có số liệu ước: {', '.join(value.qualifiers)})"
    return text


def figure(value: Figure | None) -> str:
    """One unit's figure with its hedge: "gần 3.500"."""
    if value is None:
        return "–"
    if value.text is not None:
        return clean(value.text)
    if value.numerator is not None:
        share = Sum(numerator=value.numerator, denominator=value.denominator, gave=1, of=1).percent
        text = ratio(value.numerator, value.denominator, share)
    else:
        text = number(value.value)
    return f"{value.qualifier} {text}" if value.qualifier else text


def moment(value: datetime, zone: ZoneInfo) -> str:
    """ "17:05 ngày 19/10/2022", in the plan's zone."""
    local = value.astimezone(zone)
    return f"{local:%H:%M} ngày {short_day(local.date())}"


def short_day(day: date) -> str:
    """ "15/9/2022", as running text writes it."""
    return f"{day.day}/{day.month}/{day.year}"


def dated(place: str, day: date) -> str:
    """Place and date; days below 10 and months 1 and 2 get a zero (NĐ 30/2020, Phụ lục I)."""
    february = 2
    month = f"{day.month:02}" if day.month <= february else str(day.month)
    return f"{place}, ngày {day.day:02} tháng {month} năm {day.year}"


def initials(name: str, place: str) -> str:
    """The abbreviation in a document's number: "Sở Thông tin và Truyền thông" → "STTTT".

    The province's own name, "tỉnh Quảng Ngãi", is no part of it.
    """
    words = name.removesuffix(place).strip().removesuffix("tỉnh").split()
    return "".join(word[0].upper() for word in words if word != "và" and word[0].isalpha())
