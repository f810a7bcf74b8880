"""When a rung is due."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from contracts import ladder
from contracts.calendar import CalendarRecord, DecreedDay, WorkingDays
from contracts.ladder import last_day, starts
from contracts.plan import CentralEvent
from tests.notifier.campaign import DUE, ZONE, plan, rung

LAW = WorkingDays()
EVENT = CentralEvent(id="khai-mac", title="Khai mạc", day=date(2022, 10, 10), lead="so-tttt")
ZONES = ("Asia/Ho_Chi_Minh", "America/New_York", "Pacific/Auckland")
MEASURES = ("working_days", "days", "hours")


def plan_in(zone):
    """A plan with a window (1/10 to 10/10/2022) and an event, in this zone."""
    return plan(time_zone=zone, central_events=[EVENT])


def moment(of, due, zone=ZONE, calendar=LAW):
    return ladder.moment(of, due, plan_in(zone.key), calendar)


def step(measure, number, start="deadline", at=time(8)):
    """A rung by working days, days or hours."""
    at = None if measure == "hours" else at
    return rung("r", at=at, counted_from=start, **{measure: number})


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


@given(
    measure=st.sampled_from(MEASURES),
    start=st.sampled_from(sorted(starts(plan_in(ZONES[0])))),
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    due=st.datetimes(datetime(2022, 1, 1), datetime(2022, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    first=st.integers(-60, 60),
    second=st.integers(-60, 60),
)
def test_a_higher_rung_is_never_earlier(measure, start, zone, due, first, second):
    """The ladder keeps its order whatever lies between, and is told in the plan's zone."""
    low, high = sorted((first, second))

    earlier, later = (moment(step(measure, number, start), due, zone) for number in (low, high))

    assert earlier.astimezone(UTC) <= later.astimezone(UTC)
    assert (earlier.tzinfo, later.tzinfo) == (zone, zone)


@given(
    measure=st.sampled_from(MEASURES),
    number=st.integers(-60, 60),
    first=st.datetimes(datetime(2022, 1, 1), datetime(2022, 12, 31), timezones=st.just(ZONE)),  # noqa: DTZ001
    later=st.timedeltas(timedelta(0), timedelta(days=60)),
)
def test_a_later_deadline_never_has_an_earlier_rung(measure, number, first, later):
    """An extension moves no reminder forward."""
    of = step(measure, number)
    assert moment(of, first) <= moment(of, first + later)


@given(
    number=st.integers(-1000, 1000),
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    due=st.datetimes(datetime(2022, 1, 1), datetime(2022, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_hours_are_exact_to_the_minute(number, zone, due):
    """Also across the night on which a zone changes its clocks, and for "until 17:00 inclusive"."""
    when = moment(step("hours", number), due, zone)

    assert when.astimezone(UTC) == due.replace(second=0, microsecond=0) + timedelta(hours=number)


def test_an_inclusive_hour_is_counted_from_that_hour():
    """ "chậm nhất 17h" is over a microsecond later, and is reminded of at 15:00 all the same."""
    due = datetime(2022, 10, 10, 17, 0, 0, 1, tzinfo=ZONE)
    assert moment(step("hours", -2), due) == datetime(2022, 10, 10, 15, tzinfo=ZONE)


@given(
    number=st.integers(-100, 100), hour=st.times(), start=st.sampled_from(sorted(starts(plan())))
)
def test_calendar_days_are_days_of_the_calendar(number, hour, start):
    """Worked or not, at the rung's hour."""
    begins = {"window-first": date(2022, 10, 1), "window-last": date(2022, 10, 10)}
    day = begins.get(start, last_day(DUE, ZONE))

    when = moment(step("days", number, start, hour), DUE)

    assert when == datetime.combine(day + timedelta(days=number), hour, ZONE)


@pytest.mark.parametrize(
    ("start", "measure", "number", "wanted"),
    [
        # The window is Saturday 1/10 to Monday 10/10, the day of the event.
        ("window-first", "working_days", -1, datetime(2022, 9, 30, 8, tzinfo=ZONE)),
        ("window-first", "days", -1, datetime(2022, 9, 30, 8, tzinfo=ZONE)),
        ("window-first", "hours", -1, datetime(2022, 9, 30, 23, tzinfo=ZONE)),
        ("window-last", "working_days", 1, datetime(2022, 10, 11, 8, tzinfo=ZONE)),
        ("window-last", "days", 0, datetime(2022, 10, 10, 8, tzinfo=ZONE)),
        ("window-last", "hours", 1, datetime(2022, 10, 11, 1, tzinfo=ZONE)),
        ("khai-mac", "working_days", -1, datetime(2022, 10, 7, 8, tzinfo=ZONE)),
        ("khai-mac", "days", -1, datetime(2022, 10, 9, 8, tzinfo=ZONE)),
        ("khai-mac", "hours", 9, datetime(2022, 10, 10, 9, tzinfo=ZONE)),
    ],
)
def test_a_rung_may_count_from_the_window_or_an_event(start, measure, number, wanted):
    """Whenever the duty is due."""
    of = step(measure, number, start)
    assert moment(of, DUE) == moment(of, DUE + timedelta(days=30)) == wanted


def test_a_decreed_day_off_is_not_counted():
    """Wednesday 19/10 is the last day; with Tuesday off, one working day before is Monday."""
    off = DecreedDay(day=date(2022, 10, 18), working=False, name="Nghỉ tránh bão")
    calendar = WorkingDays(CalendarRecord(days=[off]))
    assert moment(rung("r", -1), DUE, calendar=calendar).date() == date(2022, 10, 17)


@pytest.mark.parametrize(
    "measures",
    [
        {},
        {"working_days": 1, "days": 1},
        {"days": 0, "hours": 0, "at": None},
        {"days": 1, "at": None},
        {"hours": 1},
    ],
)
def test_a_rung_has_one_measure_and_days_have_an_hour(measures):
    """An hour beside hours would say the moment twice; days without one say none."""
    with pytest.raises(ValidationError, match="give"):
        rung("r", **measures)


def test_a_rung_is_civil_time_in_the_plans_zone():
    """08:00 in Hà Nội is 01:00 in London; the last day is the zone's own."""
    due = datetime(2022, 10, 19, 17, tzinfo=ZoneInfo("UTC"))  # 20/10 00:00 in Hà Nội
    assert moment(rung("r", 0), due, ZONE).isoformat() == "2022-10-19T08:00:00+07:00"
