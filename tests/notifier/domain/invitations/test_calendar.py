"""An invitation is read again, by a library that others use too, as what it was meant to say."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from contracts.facts import Invitation
from contracts.plan import CentralEvent
from services.notifier.domain.invitations.calendar import Invited, calendar_file, uid
from services.notifier.domain.texts import wording
from tests.notifier.campaign import DUE, ZONE, at, opened, plan, situation

WHO = Invited("nhacviec@so.example", "can-bo@xa.example")
NOW = at(10, 3)
EVENT = CentralEvent(id="khai-mac", title="Khai mạc", day=date(2022, 10, 10), lead="so-tttt")
OF = situation(opened(), of=plan(central_events=[EVENT]))
TITLE = "Báo cáo kết quả tổ chức Ngày Chuyển đổi số quốc gia năm 2022"


def read(one, of=OF):
    """The calendar and its only entry."""
    file = calendar_file(of, one, WHO, NOW)
    calendar = Calendar.from_ical(file.data)
    [event] = calendar.walk("VEVENT")
    assert file.media == "text/calendar"
    assert calendar["method"] == file.method
    return calendar, event


def of_duty(moment=DUE, **more):
    return Invitation(duty="bao-cao", at=moment, sequence=0, **more)


def test_a_day_that_is_the_last_is_an_entry_of_that_day():
    """ "trước ngày 20/10" is the 19th, and no hour of it."""
    calendar, event = read(of_duty())
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2022, 10, 19), date(2022, 10, 20))
    assert str(event["summary"]) == f"Hạn: {TITLE} – UBND huyện Bình Sơn"
    assert (str(calendar["method"]), str(event["status"])) == ("REQUEST", "CONFIRMED")
    assert "Kế hoạch số 148/KH-UBND" in event["description"]
    assert (str(event["organizer"]), str(event["attendee"])) == (
        "mailto:nhacviec@so.example",
        "mailto:can-bo@xa.example",
    )


@given(
    st.datetimes(datetime(2022, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.integers(0, 100),
)
def test_whatever_is_due_is_read_again_at_its_moment_in_the_plans_zone(due, number):
    """With the zone's own rules beside it, so that no program has to guess them."""
    one = Invitation(duty="bao-cao", at=due, sequence=number)
    calendar, event = read(one)
    last = due.astimezone(ZONE).replace(microsecond=0)
    assert event["sequence"] == number
    if isinstance(event["dtstart"].dt, datetime):
        assert event["dtend"].dt == last
        assert event["dtstart"].dt == last - timedelta(minutes=30)
        [zone] = calendar.walk("VTIMEZONE")
        assert zone["tzid"] == event["dtstart"].params["TZID"] == "Asia/Ho_Chi_Minh"
    else:
        assert last.hour == last.minute == last.second == 0
        assert event["dtstart"].dt == last.date() - timedelta(days=1)


def test_an_event_of_the_plan_is_an_entry_of_its_day():
    one = Invitation(event="khai-mac", at=datetime(2022, 10, 10, tzinfo=ZONE), sequence=0)
    _, event = read(one)
    assert (event["dtstart"].dt, str(event["summary"])) == (date(2022, 10, 10), "Khai mạc")


def test_an_entry_is_taken_out_under_its_own_name():
    one = of_duty(cancelled=True).model_copy(update={"sequence": 3})
    calendar, event = read(one)
    assert (str(calendar["method"]), str(event["status"])) == ("CANCEL", "CANCELLED")
    assert event["sequence"] == 3
    assert event["uid"] == read(of_duty())[1]["uid"]


def test_an_event_that_the_plan_has_no_more_can_be_taken_out():
    one = Invitation(event="be-mac", at=DUE, sequence=1, cancelled=True)
    assert str(read(one)[1]["summary"]) == "Sự kiện của kế hoạch"


@pytest.mark.parametrize(
    "other",
    [
        ("ncds-2022", "ba-to", of_duty()),
        ("khac", "binh-son", of_duty()),
        ("ncds-2022", "binh-son", Invitation(event="bao-cao", at=DUE, sequence=0)),
        ("ncds-2022", "binh-son", Invitation(duty="dk", at=DUE, sequence=0)),
    ],
)
def test_no_two_things_are_one_entry(other):
    """And one thing stays one, however it moves."""
    mine = uid("ncds-2022", "binh-son", of_duty())
    assert mine == uid("ncds-2022", "binh-son", of_duty(DUE + timedelta(days=3), cancelled=True))
    assert mine != uid(*other)


def test_what_lies_in_calendars_is_found_again_by_a_later_release():
    """An entry that had another id by then would stand there twice, and never be taken back."""
    event = Invitation(event="khai-mac", at=NOW, sequence=0)
    assert [uid("ncds-2022", "binh-son", one) for one in (of_duty(), event)] == [
        "7e0feac56ce5b81ad44b69ab686981fc@ngayso",
        "4dcf2c37b77235adae8e6ae27f66f5ae@ngayso",
    ]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=300))
def test_a_title_is_read_again_whatever_letters_it_has(title):
    """Lines are folded, commas and semicolons escaped, by the library."""
    duty = opened().duty.model_copy(update={"title": title})
    of = situation(opened().model_copy(update={"duty": duty}))
    _, event = read(of_duty(), of)
    assert str(event["summary"]) == f"Hạn: {wording.one_line(title)} – UBND huyện Bình Sơn"
