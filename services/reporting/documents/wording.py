"""Reporting, documents: numbers, dates and names the way Vietnamese offices write them."""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import assert_never
from zoneinfo import ZoneInfo

from babel import Locale
from babel.numbers import parse_pattern

from contracts.indicator import Arithmetic
from contracts.words import Nothing
from services.reporting.domain.claims.joint import Lead
from services.reporting.domain.counting.over_time import Told
from services.reporting.domain.counting.sum import Sum, percent

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold; units' texts may carry it."""
COMMITTEE = "ủy ban nhân dân"
TONES = "\u0300\u0301\u0303\u0309\u0323"
NO_OCCURRENCE = "không phát sinh"
VIETNAMESE = Locale("vi")
FIGURE = "#,##0.###"
TWO_PLACES = "#,##0.##"
MILLIONS = "#,##0.0"
"""Triệu đồng, also as a spreadsheet's number format."""
TENTH = 100_000
"""Đồng in a tenth of a triệu."""


def clean(text: str) -> str:
    """The text without characters that .docx and .xlsx cannot hold."""
    return text if text.isprintable() else NOT_XML.sub("\ufffd", text)


def _written(value: int | Decimal, pattern: str) -> str:
    """As babel's format_decimal does, which reads pattern and locale each time."""
    return str(_read(pattern).apply(value, VIETNAMESE))


_read = cache(parse_pattern)


def number(value: int | Decimal | None) -> str:
    """24455 → "24.455", 12.5 → "12,5"; nothing reported is "–", never 0."""
    return "–" if value is None else _written(value, FIGURE)


def millions(dong: int | None) -> str:
    """1934812345 → "1.934,8", in triệu đồng."""
    if dong is None:
        return "–"
    return _written(Decimal(tenths(dong)) / 10, MILLIONS)


def tenths(dong: int) -> int:
    """An amount from 0 in tenths of a triệu, rounded half up."""
    return (dong + TENTH // 2) // TENTH


def difference(value: Decimal | None, arithmetic: Arithmetic | None) -> str:
    """ "+12", "-3,5", of ratios "+1,25 điểm phần trăm"."""
    if value is None:
        return "–"
    text = ("+" if value > 0 else "") + number(value)
    return f"{text} điểm phần trăm" if arithmetic == "ratio" else text


def nothing(why: Nothing) -> str:
    """Why there is no number."""
    match why:
        case "no-occurrence":
            return NO_OCCURRENCE
        case "not-our-function":
            return "không thuộc chức năng"
        case "not-yet-known":
            return "chưa có số liệu"
        case _:
            assert_never(why)


def lead(state: Lead) -> str:
    """What has become of the record that a joint activity names as its lead's."""
    match state:
        case "outside":
            return "chủ trì ngoài danh bạ"
        case "missing":
            return "chưa có"
        case "circle":
            return "dẫn vòng"
        case "withdrawn":
            return "đã rút"
        case "voided":
            return "đã hủy ghi nhận"
        case "planned" | "postponed":
            return "chưa tổ chức"
        case "held":
            return "đã tổ chức"
        case _:
            assert_never(state)


def ratio(numerator: int, denominator: int) -> str:
    """ "1.141/1.571 (72,63%)"; 0/0 is "không phát sinh"."""
    share = percent(numerator, denominator)
    if share is None:
        return NO_OCCURRENCE if not numerator else f"{number(numerator)}/0"
    return f"{number(numerator)}/{number(denominator)} ({per_cent(share)})"


def per_cent(share: Decimal) -> str:
    return f"{_written(share, TWO_PLACES)}%"


def total(value: Sum) -> str:
    """A total as one cell, hedged as the values in it are; and how many of them were."""
    if value.numerator is not None and value.denominator is not None:
        text = ratio(value.numerator, value.denominator)
    else:
        text = number(value.value)
    if text == "–":
        return text
    if value.qualifier:
        text = f"{value.qualifier} {text} ({value.hedged}/{value.gave} số liệu ước)"
    if value.percent_only:
        text += f"; ngoài ra {value.percent_only} đơn vị chỉ có tỷ lệ %"
    return text


def answers(value: Sum) -> str:
    """How many gave a number of how many asked, and the kinds of nothing apart."""
    apart = {
        "bằng 0": value.zero,
        "không phát sinh": value.no_occurrence,
        "không thuộc chức năng": value.not_our_function,
        "chưa có số liệu": value.not_yet_known,
    }
    told = [f"{word}: {many}" for word, many in apart.items() if many]
    return "; ".join([f"{value.gave}/{value.of}", *told])


def told(value: Told | None) -> str:
    """What one unit says of an indicator, with its hedge: "gần 3.500"."""
    if value is None:
        return "–"
    if value.numerator is not None and value.denominator is not None:
        text = ratio(value.numerator, value.denominator)
    elif value.value is not None:
        text = number(value.value)
    elif value.percent is not None:
        text = f"{per_cent(value.percent)} (chỉ có tỷ lệ)"
    elif value.nothing is not None:
        return nothing(value.nothing)
    else:
        return clean(value.text or "–")
    return f"{value.qualifier} {text}" if value.qualifier else text


def moment(value: datetime, zone: ZoneInfo) -> str:
    """ "17:05 ngày 19/10/2022", in the plan's zone."""
    local = value.astimezone(zone)
    return f"{local:%H:%M} ngày {short_day(local.date())}"


def short_day(day: date) -> str:
    """ "05/9/2022", with the zeros of `dated`."""
    return f"{day.day:02}/{_month(day)}/{day.year}"


def until(day: date) -> str:
    """Of a unit that left a plan: the last day of its results."""
    return f"đến ngày {short_day(day)}"


def dated(place: str, day: date) -> str:
    """Place and date; days below 10 and months 1 and 2 get a zero (NĐ 30/2020, Phụ lục I)."""
    return f"{place}, ngày {day.day:02} tháng {_month(day)} năm {day.year}"


def _month(day: date) -> str:
    february = 2
    return f"{day.month:02}" if day.month <= february else str(day.month)


def initials(name: str, place: str) -> str:
    """The abbreviation in a document's number: "Sở Thông tin và Truyền thông" → "STTTT", without
    the marks of tones; a people's committee is "UBND" wherever it is.

    The province's own name, "tỉnh Quảng Ngãi", is no part of it.
    """
    if name.casefold().startswith(COMMITTEE):
        return "UBND"
    words = name.removesuffix(place).strip().removesuffix("tỉnh").split()
    found = "".join(word[0].upper() for word in words if word != "và" and word[0].isalpha())
    bare = (one for one in unicodedata.normalize("NFD", found) if one not in TONES)
    return unicodedata.normalize("NFC", "".join(bare))
