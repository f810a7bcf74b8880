"""Notifier, domain: the moment at which a rung of the reminder ladder is due."""

from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from contracts.plan import Rung

COUNTRY = "VN"
"""Whose weekends, public holidays and make-up working days count (PyPI: holidays)."""


@cache
def _calendar() -> holidays.HolidayBase:
    return holidays.country_holidays(COUNTRY)


def last_day(due: datetime, zone: ZoneInfo) -> date:
    """The last civil day on which a duty is still in time; `due` is the first too late instant."""
    return (due.astimezone(zone) - timedelta(microseconds=1)).date()


def moment(rung: Rung, due: datetime, zone: ZoneInfo) -> datetime:
    """When `rung` is due for a duty due at `due`: aware, civil time `rung.at` in `zone`.

    Working days are counted from the last day in time: rung 0 stays on that day, working or not;
    every other rung falls on a working day.
    """
    day = last_day(due, zone)
    if rung.working_days:
        day = _calendar().get_nth_working_day(day, rung.working_days)
    return datetime.combine(day, rung.at, zone)
