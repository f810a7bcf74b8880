"""Notifier, domain: until when somebody is away, as an answer that nobody wrote says or lets guess,
and what follows for a unit's contacts.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from contracts.calendar import WorkingDays
from contracts.outgoing import Contact, Contacts
from services.notifier.domain.reach import on_record, present_one

AWAY_FOR = 3
"""Working days after an answer that does not say until when."""
LONGEST = timedelta(days=60)
"""A date that is further off is no end of an absence: the words are anybody's."""
_OURS = re.compile(r"\(hết ngày [^)]*\)")
"""The last day of a deadline, as our mails write it."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?:{'|'.join(_MONTHS)})[a-z]*\.?"
_TH = r"(?:st|nd|rd|th)?"
_DATE = (
    r"(?:(?:thứ\s+\w+|chủ\s+nhật|[a-z]+day|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?)[\s,(]*)?"
    r"(?:(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)"
    r"|(?:ngày\s+)?(?P<d>\d{1,2})(?:\s*[/.-]\s*|\s+tháng\s+)(?P<m>\d{1,2})"
    r"(?:(?:\s*[/.-]\s*|\s+năm\s+)(?P<y>20\d\d))?"
    rf"|(?:the\s+)?(?:(?P<before>\d{{1,2}}){_TH}\s+(?:of\s+)?)?(?P<name>{_MONTH})"
    rf"(?(before)|\s+(?P<behind>\d{{1,2}}){_TH})(?:,?\s+(?P<of>20\d\d))?)(?!\d)"
)
_LAST = re.compile(
    rf"(?:đến\s+hết|đến|tới|hết|until|till|through|up to)\s+(?:on\s+)?{_DATE}", re.IGNORECASE
)
_BACK = re.compile(
    r"(?:trở lại|quay lại|đi làm lại|back|return(?:ing)?)"
    r"(?:\s+(?:làm việc|cơ quan|vào|từ|in|on|to|the|at|office|work))*"
    rf"\s+{_DATE}",
    re.IGNORECASE,
)


def stated_end(text: str, today: date) -> date | None:
    """The last day of an absence by the words of an answer; None where they name none that is near.

    "đến hết ngày 14/10", "until 2022-10-14", "until October 14th"; of the day of coming back ("trở
    lại làm việc ngày 17/10") the day before. A year that is not said is the next one that fits.
    What stands in brackets behind our own deadlines, which an answer may quote, is none.
    """
    text = _OURS.sub("", unicodedata.normalize("NFC", text))
    for pattern, before in ((_BACK, 1), (_LAST, 0)):
        for found in pattern.finditer(text):
            day = _day(found, today)
            last = day and day - timedelta(days=before)
            if last and today <= last <= today + LONGEST:
                return last
    return None


def _day(found: re.Match[str], today: date) -> date | None:
    given = found.groupdict()
    day = int(given["day"] or given["d"] or given["before"] or given["behind"])
    year = given["year"] or given["y"] or given["of"]
    name = given["name"]
    month = 1 + _MONTHS.index(name[:3].lower()) if name else int(given["month"] or given["m"])
    for one in [int(year)] if year else [today.year, today.year + 1]:
        try:
            named = date(one, month, day)
        except ValueError:
            continue
        if year or named >= today:
            return named
    return None


def away_until(
    stated: date | None, at: datetime, zone: ZoneInfo, working_days: WorkingDays
) -> date:
    """The last day on which somebody is taken to be away who answered at a moment; what was stated
    counts where it is near.
    """
    today = at.astimezone(zone).date()
    near = stated is not None and today <= stated <= today + LONGEST
    return stated if stated and near else working_days.nth(today, AWAY_FOR)


def noted_away(contacts: Contacts, contact: str, until: date) -> Contacts:
    """The contacts with the note at this one, and at whoever of the unit shares its mailbox; what
    was said last holds.
    """
    where = next((_mailbox(one) for one in contacts.contacts if one.id == contact), None)
    if where is None:
        return contacts
    people = [
        one.model_copy(update={"away_until": until}) if _mailbox(one) == where else one
        for one in contacts.contacts
    ]
    return contacts.model_copy(update={"contacts": people})


def left_alone(contacts: Sequence[Contact], day: date) -> list[Contact]:
    """Who is away on a day by their mail program and has nobody there who reads for them: of these
    the office is told.
    """
    there = {one.id: one for one in contacts if one.holds(day)}
    away = (one for one in there.values() if one.away(day))
    return [one for one in away if present_one(there, one, day) is one]


def _mailbox(contact: Contact) -> str | None:
    where = on_record(contact, "email")
    return where.casefold() if where else None
