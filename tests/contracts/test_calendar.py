"""Which days are worked."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from contracts.calendar import CalendarRecord, DecreedDay, WorkingDays

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
LAW = WorkingDays()
FREE = holidays.country_holidays("VN")
YEAR = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def decreed(days: dict[date, bool]) -> WorkingDays:
    """A calendar with these days worked or off by decree."""
    return WorkingDays(
        CalendarRecord(
            days=[
                DecreedDay(day=day, working=work, name="Theo văn bản") for day, work in days.items()
            ]
        )
    )


calendars = st.dictionaries(YEAR, st.booleans(), max_size=60).map(decreed)


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)))
def test_without_a_decree_the_law_holds(day):
    """Monday to Friday, without public holidays; a make-up Saturday is worked."""
    assert LAW.is_working(day) == FREE.is_working_day(day)


@given(calendars, YEAR)
def test_a_decree_says_otherwise_of_its_days_alone(calendar, day):
    """The table wins on its own days; every other day stays the law's."""
    said = {one.day: one.working for one in calendar.record.days}
    assert calendar.is_working(day) == said.get(day, LAW.is_working(day))


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 9, 2), "Quốc khánh"),
        (date(2026, 4, 27), "Ngày Giỗ Tổ Hùng Vương (nghỉ bù)"),
        (date(2026, 10, 10), "thứ Bảy"),
        (date(2026, 10, 11), "Chủ nhật"),
        (date(2026, 10, 9), None),
        (date(2026, 8, 22), None),  # a Saturday worked in place of 31/8/2026
    ],
)
def test_a_day_off_has_its_vietnamese_name(day, why):
    """Whatever language the machine speaks."""
    assert LAW.day_off(day) == why


def test_a_decreed_day_off_has_the_decrees_name():
    """A worked Saturday has none, and a holiday that is worked has none either."""
    calendar = WorkingDays(
        CalendarRecord(
            days=[
                DecreedDay(day=date(2026, 10, 9), working=False, name="Nghỉ tránh bão số 9"),
                DecreedDay(day=date(2026, 9, 2), working=False, name="Lễ Quốc khánh"),
                DecreedDay(day=date(2026, 10, 10), working=True, name="Làm bù ngày 9/10"),
            ]
        )
    )

    assert calendar.day_off(date(2026, 10, 9)) == "Nghỉ tránh bão số 9"
    assert calendar.day_off(date(2026, 9, 2)) == "Lễ Quốc khánh"
    assert calendar.day_off(date(2026, 10, 10)) is None


@given(calendars, YEAR, st.integers(-60, 60).filter(bool))
def test_the_nth_working_day_is_as_many_working_days_away(calendar, day, n):
    """Its own day included, the first one not."""
    found = calendar.nth(day, n)

    low, high = min(day, found), max(day, found)
    between = [low + timedelta(days=i) for i in range((high - low).days + 1)]
    assert sum(calendar.is_working(one) for one in between if one != day) == abs(n)
    assert calendar.is_working(found)
    assert (found > day) == (n > 0)


@given(calendars, YEAR, st.integers(-20, 20), st.integers(-20, 20))
def test_more_working_days_are_never_earlier(calendar, day, one, other):
    """Also across 0, which is the day itself."""
    low, high = sorted((one, other))
    assert calendar.nth(day, low) <= calendar.nth(day, high)


@given(calendars, YEAR)
def test_nothing_is_counted_where_nothing_is_asked(calendar, day):
    """n = 0 stays, worked or not."""
    assert calendar.nth(day, 0) == day


@given(calendars, YEAR)
def test_next_and_previous_leave_a_worked_day_alone(calendar, day):
    """And reach the nearest one from a day off."""
    after, before = calendar.next_from(day), calendar.previous_from(day)

    if calendar.is_working(day):
        assert (before, after) == (day, day)
    else:
        assert (before, after) == (calendar.nth(day, -1), calendar.nth(day, 1))


@given(calendars, YEAR, st.times())
def test_one_whole_working_day_is_left_after_a_receipt(calendar, day, hour):
    """One working day begins after the receipt and is over at the cut, which is a midnight."""
    moment = datetime.combine(day, hour, UTC)

    cut = calendar.one_working_day_after(moment, HANOI)

    civil = moment.astimezone(HANOI).date()
    assert (cut.time(), cut.tzinfo) == (time(), HANOI)
    days = [civil + timedelta(days=i) for i in range(1, (cut.date() - civil).days)]
    assert [day for day in days if calendar.is_working(day)] == days[-1:]


def test_the_day_of_a_receipt_is_the_zones():
    """Thursday 18:00 in London is Friday in Hà Nội: Monday is the whole day that is left."""
    received = datetime(2026, 10, 8, 18, tzinfo=UTC)

    assert LAW.one_working_day_after(received, HANOI) == datetime(2026, 10, 13, tzinfo=HANOI)


def test_a_day_is_named_once():
    """Two rows of one day do not fit together."""
    day = DecreedDay(day=date(2026, 10, 9), working=False, name="Nghỉ")
    with pytest.raises(ValidationError, match="day given twice: 2026-10-09"):
        CalendarRecord(days=[day, day.model_copy(update={"working": True})])


@given(st.permutations([date(2026, 1, 2), date(2026, 5, 4), date(2026, 10, 9)]))
def test_the_order_of_rows_says_nothing(days):
    """Two files with the same rows are one table."""
    rows = [DecreedDay(day=day, working=False, name="Nghỉ") for day in days]
    assert [row.day for row in CalendarRecord(days=rows).days] == sorted(days)
