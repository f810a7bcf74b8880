"""Notifier, domain: how dates and deadlines are written, and how a text becomes fit for SMS."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from contracts.values import Deadline

ASCII_MARKS = str.maketrans(
    {"đ": "d", "Đ": "D", "“": '"', "”": '"', "’": "'", "–": "-", "…": "...", "`": "'"}
)
"""A grave accent alone is ASCII, yet no letter of an SMS: one would halve its room."""


def day(value: date) -> str:
    """05/01/2022, 15/9/2022: days below 10 and months 1 and 2 get a zero (NĐ 30/2020, PL I)."""
    month = f"{value.month:02d}" if value.month <= 2 else str(value.month)  # noqa: PLR2004
    return f"{value.day:02d}/{month}/{value.year}"


def as_written(due: datetime, zone: ZoneInfo) -> Deadline:
    """The deadline that a due moment comes from, where the plan does not say it."""
    local = due.astimezone(zone)
    if local.time() == time():
        return Deadline(day=local.date())
    # An inclusive hour is late from its first microsecond on (contracts.values.Deadline.cut).
    inclusive = local.microsecond == 1
    hour = (local - timedelta(microseconds=local.microsecond)).time()
    return Deadline(day=local.date(), hour=hour, inclusive=inclusive)


def deadline(value: Deadline) -> str:
    """trước ngày 20/10/2022 (hết ngày 19/10); chậm nhất ngày 20/10/2022; trước 17 giờ 30 phút ngày
    20/10/2022: a day that is excluded says which is the last.
    """
    words = ["chậm nhất" if value.inclusive else "trước"]
    if value.hour:
        words.append(f"{value.hour.hour} giờ")
        if value.hour.minute:
            words.append(f"{value.hour.minute:02d} phút")
    if not value.inclusive and not value.hour:
        last = day(value.day - timedelta(days=1)).rpartition("/")[0]
        return f"trước ngày {day(value.day)} (hết ngày {last})"
    return " ".join([*words, "ngày", day(value.day)])


def one_line(text: str) -> str:
    """The text in NFC without line breaks or double spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def unaccented(text: str) -> str:
    """The text in ASCII: đ has no decomposition and is mapped by hand."""
    bare = unicodedata.normalize("NFD", text.translate(ASCII_MARKS))
    return bare.encode("ascii", "ignore").decode()


def bare(text: str) -> str:
    """What is left of a name to tell it from another in an SMS without accents."""
    return unaccented(sms_safe(text)).casefold()


def sms_safe(text: str) -> str:
    """NFC on one line, without the & and # that gateways refuse: TT&TT becomes TTTT."""
    text = re.sub(r"(?<=\S)&(?=\S)", "", text.replace("#", ""))
    return one_line(text.replace("&", "và"))
