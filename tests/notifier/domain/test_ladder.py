"""When a rung is due."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifier.domain.ladder import last_day, moment
from tests.notifier.campaign import DUE, ZONE, rung


@pytest.mark.parametrize(
    ("due", "days", "wanted"),
    [
        # "trước ngày 20/10/2022" (Thursday): the last day in time is Wednesday 19/10.
        (datetime(2022, 10, 20, tzinfo=ZONE), 0, date(2022, 10, 19)),
        (datetime(2022, 10, 20, tzinfo=ZONE), -3, date(2022, 10, 14)),
        (datetime(2022, 10, 20, tzinfo=ZONE), 1, date(2022, 10, 20)),
        (datetime(2022, 10, 20, tzinfo=ZONE), 3, date(2022, 10, 24)),
        # Due within a day: that day is the last in time.
        (datetime(2022, 10, 20, 17, tzinfo=ZONE), 0, date(2022, 10, 20)),
        # Due at 5 in the morning, when London still has the day before; due just after midnight.
        (datetime(2022, 10, 20, 5, tzinfo=ZONE), 0, date(2022, 10, 20)),
        (datetime(2022, 10, 20, 0, 0, 0, 1, tzinfo=ZONE), 0, date(2022, 10, 20)),
        # 10/10/2026 is a Saturday; rung 0 stays on it, the one before is Friday.
        (datetime(2026, 10, 11, tzinfo=ZONE), 0, date(2026, 10, 10)),
        (datetime(2026, 10, 11, tzinfo=ZONE), -1, date(2026, 10, 9)),
        # Before Quốc khánh (1-2/9/2022) lies Wednesday 31/8.
        (datetime(2022, 9, 3, tzinfo=ZONE), -1, date(2022, 8, 31)),
    ],
)
def test_rungs_count_working_days_from_the_last_day_in_time(due, days, wanted):
    """Weekends and public holidays are not counted."""
    assert moment(rung("r", days), due, ZONE) == datetime.combine(wanted, time(8), ZONE)


@given(
    day=st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    days=st.integers(-60, 60).filter(bool),
    hour=st.integers(0, 23),
)
def test_a_rung_is_as_many_working_days_away_as_it_says(day, days, hour):
    """The working days between the last day in time and the rung, the rung's own included."""
    due = datetime.combine(day, time(), ZONE)
    when = moment(rung("r", days, at=time(hour)), due, ZONE)
    calendar = holidays.country_holidays("VN")
    last, rung_day = last_day(due, ZONE), when.date()
    step = timedelta(days=1 if days > 0 else -1)
    walked, one = 0, last
    while one != rung_day:
        one += step
        walked += calendar.is_working_day(one)
    assert walked == abs(days)
    assert calendar.is_working_day(rung_day)
    assert when.time() == time(hour)


@given(first=st.integers(-20, 20), second=st.integers(-20, 20))
def test_a_higher_rung_is_never_earlier(first, second):
    """The ladder keeps its order whatever lies between."""
    low, high = sorted((first, second))
    assert moment(rung("l", low), DUE, ZONE) <= moment(rung("h", high), DUE, ZONE)


def test_a_rung_is_civil_time_in_the_plans_zone():
    """08:00 in Hà Nội is 01:00 in London; the last day is the zone's own."""
    due = datetime(2022, 10, 19, 17, tzinfo=ZoneInfo("UTC"))  # 20/10 00:00 in Hà Nội
    assert moment(rung("r", 0), due, ZONE).isoformat() == "2022-10-19T08:00:00+07:00"
