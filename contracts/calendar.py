"""Contracts, calendar: which days are worked; the public holidays, corrected by decreed days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator

from contracts.values import Day, Line, Value

if TYPE_CHECKING:
    from holidays import HolidayBase

COUNTRY = "VN"
"""Whose weekends, public holidays and make-up working days count (PyPI: holidays)."""
SATURDAY = 5
ONE_DAY = timedelta(days=1)


class DecreedDay(Value):
    """A day on which a decree says otherwise: worked or off, under this name (Vietnamese)."""

    day: Day
    working: bool
    name: Line
    decree: Line | None = None


class CalendarRecord(Value):
    """The whole table of decreed days, by day; what it does not name is as the law has it."""

    days: Annotated[list[DecreedDay], Field(max_length=1000)]

    @field_validator("days")
    @classmethod
    def _each_day_once(cls, days: list[DecreedDay]) -> list[DecreedDay]:
        by_day = sorted(days, key=lambda decreed: decreed.day)
        for before, after in pairwise(by_day):
            if before.day == after.day:
                raise ValueError(f"day given twice: {after.day}")
        return by_day


NOTHING_DECREED = CalendarRecord(days=[])


@cache
def _holidays() -> "HolidayBase":
    from holidays import country_holidays  # noqa: PLC0415 - costs 0.2 s; few processes ask

    return country_holidays(COUNTRY, language="vi")


@dataclass(frozen=True)
class WorkingDays:
    """Which days are worked: Monday to Friday without public holidays (Bộ luật Lao động 2019,
    art. 112, as the package `holidays` has them), unless the record says otherwise of a day.
    """

    record: CalendarRecord = NOTHING_DECREED

    @cached_property
    def _decreed(self) -> Mapping[date, DecreedDay]:
        return {decreed.day: decreed for decreed in self.record.days}

    def is_working(self, day: date) -> bool:
        """Whether `day` is worked."""
        if decreed := self._decreed.get(day):
            return decreed.working
        return bool(_holidays().is_working_day(day))

    def day_off(self, day: date) -> str | None:
        """Why `day` is not worked, in Vietnamese; None when it is."""
        if self.is_working(day):
            return None
        return self.holiday(day) or ("thứ Bảy" if day.weekday() == SATURDAY else "Chủ nhật")

    def holiday(self, day: date) -> str | None:
        """The name of the holiday or decreed day off; None on a plain weekend or a day worked."""
        if decreed := self._decreed.get(day):
            return None if decreed.working else decreed.name
        name = _holidays().get(day)
        return None if name is None else str(name)

    def nth(self, day: date, n: int) -> date:
        """The n-th working day after `day`, before it where n is negative; 0 is `day` itself,
        worked or not.
        """
        step = ONE_DAY if n > 0 else -ONE_DAY
        left = abs(n)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def next_from(self, day: date) -> date:
        """`day` if it is worked, else the first working day after it."""
        return day if self.is_working(day) else self.nth(day, 1)

    def previous_from(self, day: date) -> date:
        """`day` if it is worked, else the last working day before it."""
        return day if self.is_working(day) else self.nth(day, -1)

    def one_working_day_after(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """The first instant that is too late where one whole working day is left after a receipt
        at `moment`: the end, in `zone`, of the next working day after the day of `moment` there.
        """
        last = self.nth(moment.astimezone(zone).date(), 1)
        return datetime.combine(last + ONE_DAY, time(), zone)
