"""Workbook, read: a cell as a person filled it in → a number, a day, a text or a choice."""

import math
import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, get_args

from contracts.values import MAX_NUMBER, Qualifier
from workbook.form import fold
from workbook.sentences import Wrong

MAX_QUOTED = 60
NOISE = 1e-12
QUALIFIERS = get_args(Qualifier)
_NUMBER = re.compile(
    rf"^(?:(?P<qualifier>{'|'.join(QUALIFIERS)})\s+)?"
    r"(?P<digits>[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)"
    r"(?:,(?P<decimals>[0-9]+))?"
    r"(?:\s*(?P<unit>[^\W\d_][^\d]*))?$"
)
_NEGATIVE = re.compile(r"^[-−]\s*[0-9]")
_DONG = {"đồng", "đ", "vnđ", "vnd"}
_MONEY = dict.fromkeys(_DONG, 0) | {
    unit + dong: places
    for unit, places in (("triệu", 6), ("tỷ", 9), ("tỉ", 9))
    for dong in ("", " đồng")
}
"""Units of money, by the decimals that whole đồng leave them."""
_DAY = re.compile(r"^([0-9]{1,2})\s*[/.-]\s*([0-9]{1,2})\s*[/.-]\s*([0-9]{4}|[0-9]{2})$")
_ISO = re.compile(r"^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ]00:00:00)?$")
_SERIAL = re.compile(r"^[2-7][0-9]{4}(?:\.0)?$")
"""Days of 1954 to 2119 as Excel counts them; a shorter number may be a year."""
_SERIAL_ZERO = date(1899, 12, 30)
PERCENT_DECIMALS = 3
WHOLE = 100
_TURN = 50
"""A year of two digits: 00 to 49 are 2000 to 2049, 50 to 99 are 1950 to 1999."""
_WORDS = re.compile(r"^(?:ngày )?([0-9]{1,2}) tháng ([0-9]{1,2}) năm ([0-9]{4})$")


def quoted(value: object) -> str:
    """What was typed, short enough for a message."""
    text = " ".join(str(value).split())
    return text if len(text) <= MAX_QUOTED else text[:MAX_QUOTED] + "…"


def text(value: Any) -> str:
    """A cell's text, NFC; a number or a day as a person would write it."""
    match value:
        case bool():
            return "Có" if value else "Không"
        case datetime():
            return f"{value:%d/%m/%Y}"
        case date():
            return f"{value:%d/%m/%Y}"
        case float() if value.is_integer():
            return str(int(value))
        case float():
            return str(value).replace(".", ",")
        case _:
            return unicodedata.normalize("NFC", str(value)).strip()


def parts(value: Any) -> list[str]:
    """What stands in one cell, parted by semicolons or lines."""
    found = re.split(r"[;\n]", text(value))
    return [part.strip() for part in found if part.strip()]


def whole(value: Any) -> tuple[int, str | None]:
    """As `number`, without decimals."""
    found, qualifier = number(value)
    return int(found), qualifier


def money(value: Any) -> int:
    """Whole đồng: a number of them, or an amount with its unit, "12,5 triệu". Raises Wrong."""
    if not isinstance(value, str):
        try:
            return whole(value)[0]
        except Wrong as wrong:
            known = wrong.code in {"number-form", "number-fraction"}
            raise Wrong("money-form" if known else wrong.code, **wrong.words) from wrong
    plain = _plain(value)
    found = _NUMBER.match(plain)
    places = _MONEY.get(fold((found["unit"] or "đồng").strip())) if found else None
    if found is None or places is None:
        code = "number-negative" if _NEGATIVE.match(plain) else "money-form"
        raise Wrong(code, given=quoted(value))
    if found["qualifier"]:
        raise Wrong("number-qualifier", written=found["qualifier"])
    decimals = (found["decimals"] or "").rstrip("0")
    if len(decimals) > places:
        raise Wrong("money-form", given=quoted(value))
    # By digits, never by floats: 0,1 tỷ is 100.000.000 đồng, and what is exact stays so.
    return int(_bounded(int(_digits(found, value) + decimals.ljust(places, "0")), value))


def percent(value: Any, shown: bool) -> tuple[int | float, str | None]:
    """A per cent, 0 to 100 with at most three decimals: 72.63 of "72,63%", and of 0.7263 in a cell
    that is `shown` as per cent; and the qualifier written with it. Raises Wrong.
    """
    if isinstance(value, str):
        found = number(_plain(value).removesuffix("%").rstrip(), decimals=PERCENT_DECIMALS)
    elif isinstance(value, bool) or not isinstance(value, int | float):
        found = number(value)
    elif 0 < value <= 1 and not shown:  # 0,73 may be 73%
        raise Wrong("percent-unclear", given=text(value))
    else:
        found = number(value * 100 if shown else value, decimals=PERCENT_DECIMALS)
    if found[0] > WHOLE:
        raise Wrong("percent-range", given=quoted(text(value)))
    return found


def number(value: Any, unit: str = "", decimals: int = 0) -> tuple[int | float, str | None]:
    """A number from 0 with at most so many decimals, and the qualifier written with it; `unit` may
    stand behind it.

    Vietnamese writing: a point parts thousands, a comma parts decimals. Raises Wrong.
    """
    match value:
        case bool():
            raise Wrong("number-form", given=quoted(value))
        case datetime() | date() | time():
            raise Wrong("number-is-day", given=text(value))
        case int():
            return _bounded(value, value), None
        case float():
            if not math.isfinite(value):
                raise Wrong("number-form", given=quoted(value))
            return _bounded(_decimal(value, decimals), value), None
        case _:
            return _written(str(value), unit, decimals)


def _decimal(value: float, decimals: int) -> int | float:
    """The number without what a formula's binary arithmetic leaves behind it."""
    rounded = round(value, decimals)
    if abs(rounded - value) > NOISE * max(1.0, abs(value)):
        given = str(value).replace(".", ",")
        if decimals:
            raise Wrong("number-decimals", given=given, decimals=decimals)
        raise Wrong("number-fraction", given=given, joined=f"{value:.3f}".replace(".", ""))
    return int(rounded) if rounded.is_integer() else rounded


def _written(given: str, unit: str, decimals: int) -> tuple[int | float, str | None]:
    plain = _plain(given)
    if plain.endswith("%"):
        raise Wrong("number-percent", given=quoted(given))
    if _NEGATIVE.match(plain):
        raise Wrong("number-negative", given=quoted(given))
    found = _NUMBER.match(plain)
    if found is None or (found["unit"] and fold(found["unit"].strip()) not in _units(unit)):
        raise Wrong("number-form", given=quoted(given))
    if found["decimals"] and not decimals:
        raise Wrong("number-form", given=quoted(given))
    if len(found["decimals"] or "") > decimals:
        raise Wrong("number-decimals", given=quoted(given), decimals=decimals)
    digits = _digits(found, given)
    value = float(f"{digits}.{found['decimals']}") if found["decimals"] else int(digits)
    return _bounded(value, given), found["qualifier"]


def _plain(given: str) -> str:
    return " ".join(unicodedata.normalize("NFC", given).lower().split())


def _digits(found: re.Match[str], given: str) -> str:
    """The digits before the comma, not more than may be read."""
    digits = found["digits"].replace(".", "").replace(" ", "")
    if len(digits) > len(str(MAX_NUMBER)):
        raise Wrong("number-large", given=quoted(given))
    return digits


def _units(unit: str) -> set[str]:
    return {fold(unit)} | (_DONG if fold(unit) == "đồng" else set())


def _bounded(found: int | float, given: object) -> int | float:
    if found < 0:
        raise Wrong("number-negative", given=quoted(given))
    if found > MAX_NUMBER:
        raise Wrong("number-large", given=quoted(given))
    return found


def day(value: Any) -> date:
    """A day from a date cell, written day/month/year, or as Excel counts it; raises Wrong."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    plain = " ".join(unicodedata.normalize("NFC", str(value)).lower().split())
    if found := _DAY.match(plain) or _WORDS.match(plain):
        parts = (_year(found[3]), int(found[2]), int(found[1]))
    elif found := _ISO.match(plain):
        parts = (int(found[1]), int(found[2]), int(found[3]))
    elif _SERIAL.match(plain):
        return _SERIAL_ZERO + timedelta(days=int(float(plain)))
    else:
        raise Wrong("day-form", given=quoted(value))
    try:
        return date(*parts)
    except ValueError as error:
        raise Wrong("day-unknown", given=quoted(value)) from error


def _year(written: str) -> int:
    year = int(written)
    if len(written) > 2:  # noqa: PLR2004 - digits
        return year
    return year + (2000 if year < _TURN else 1900)


def choice(value: Any, known: Mapping[str, str]) -> str:
    """The id of a list's entry; `known` maps folded labels to ids. Raises Wrong."""
    wanted = fold(text(value))
    if wanted not in known:
        raise Wrong("not-listed", given=quoted(value))
    return known[wanted]
