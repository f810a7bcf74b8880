"""Until when somebody is away, and who reads meanwhile."""

import unicodedata
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.calendar import WorkingDays
from contracts.outgoing import Contacts
from contracts.unit import Dated
from services.notifier.domain.contacts.absence import (
    LONGEST,
    away_until,
    left_alone,
    noted_away,
    stated_end,
)
from services.notifier.domain.contacts.faults import carried
from services.notifier.domain.contacts.readiness import unreached
from services.notifier.domain.reach import recipients
from tests.notifier.campaign import LEADER, OFFICER, ZONE, rung

TODAY = date(2022, 10, 11)
DEPUTY_MAIL = {"id": "c-9", "role": "other", "email": "thay@binhson.example"}
STANDS_IN = OFFICER.model_copy(update=DEPUTY_MAIL)
BY_MAIL = rung("r", -1)


def officer(**changes):
    return OFFICER.model_copy(update=changes)


def people(*contacts):
    return Contacts(unit="binh-son", contacts=list(contacts))


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Tôi nghỉ phép đến 25/10. Việc gấp xin gọi 0914 123 456.", date(2022, 10, 25)),
        ("Tôi đi công tác từ ngày 10/10/2022 đến hết ngày 14/10/2022", date(2022, 10, 14)),
        ("vắng mặt tới ngày 15 tháng 10 năm 2022", date(2022, 10, 15)),
        ("Tôi sẽ trở lại làm việc vào ngày 17/10/2022.", date(2022, 10, 16)),
        ("I am out of office until 2022-10-14", date(2022, 10, 14)),
        ("I will be back on 17.10.2022, until then ask others", date(2022, 10, 16)),
        ("nghỉ đến 03/11", date(2022, 11, 3)),
        ("nghỉ đến hết thứ Sáu, ngày 14/10/2022", date(2022, 10, 14)),
        ("trở lại làm việc vào thứ Hai (17/10)", date(2022, 10, 16)),
        ("I am back on Monday, 17.10.2022", date(2022, 10, 16)),
        ("I am out of office until 14 October 2022.", date(2022, 10, 14)),
        ("on leave until Fri, Oct. 14th", date(2022, 10, 14)),
        ("away through the 14th of October", date(2022, 10, 14)),
        ("I will return on October 17, 2022", date(2022, 10, 16)),
        ("back to the office on Monday 17 Oct 2022", date(2022, 10, 16)),
        ("nothing until May", None),
        ("until June 2022", None),
        ("until 31 November", None),
        (unicodedata.normalize("NFD", "nghỉ đến hết ngày 14/10"), date(2022, 10, 14)),
        ("trước ngày 20/10/2022 (hết ngày 19/10)", None),  # our own deadline
        ("nghỉ đến 05/10", None),  # a year from now is no absence
        ("Tôi đang đi công tác.", None),
        ("đến hết ngày 31/11/2022", None),
        ("đến 25/10/2032", None),
        ("số 148/KH-UBND ngày 15/9/2022", None),
    ],
)
def test_the_end_of_an_absence_is_what_the_answer_says_where_it_is_near(text, last):
    assert stated_end(text, TODAY) == last


def test_a_year_that_is_not_said_is_the_next_that_fits():
    assert stated_end("nghỉ đến 05/01", date(2022, 12, 28)) == date(2023, 1, 5)


@given(st.text(max_size=60), st.sampled_from(["đến ", "until ", "trở lại "]))
def test_no_answer_makes_an_absence_that_does_not_end(text, word):
    found = stated_end(f"{word}{text}", TODAY)
    assert found is None or TODAY <= found <= TODAY + LONGEST


@pytest.mark.parametrize(
    ("stated", "wanted"),
    [
        (None, date(2022, 10, 14)),  # three working days after Tuesday the 11th
        (date(2022, 10, 20), date(2022, 10, 20)),
        (date(2099, 1, 1), date(2022, 10, 14)),
        (date(2022, 10, 1), date(2022, 10, 14)),
    ],
)
def test_who_does_not_say_until_when_is_away_for_three_working_days(stated, wanted):
    answered = datetime(2022, 10, 11, 9, tzinfo=ZONE)
    assert away_until(stated, answered, ZONE, WorkingDays()) == wanted


DEPUTIES = {
    "by dates": officer(
        deputies=[Dated(value="c-9", valid_from=date(2022, 10, 10), valid_to=date(2022, 10, 13))]
    ),
    "by an answer": officer(
        deputies=[Dated(value="c-9", valid_to=date(2022, 7, 1))], away_until=date(2022, 10, 12)
    ),
}


@pytest.mark.parametrize("away", DEPUTIES)
def test_while_somebody_is_away_the_deputy_is_written_to(away):
    """As long as it lasts, and not a day longer."""
    there = [DEPUTIES[away], LEADER, STANDS_IN]
    assert recipients(there, BY_MAIL, date(2022, 10, 12)) == [("email", "c-9")]
    assert recipients(there, BY_MAIL, date(2022, 10, 13)) == [("email", "c-1")]


def test_without_a_deputy_whoever_is_away_is_written_to_and_the_office_can_know():
    """Never silence: the mail waits in the mailbox."""
    alone = officer(away_until=date(2022, 10, 12))
    unreachable = officer(away_until=date(2022, 10, 12), deputies=[Dated(value="c-9")])
    gone = STANDS_IN.model_copy(update={"email": None, "phone": None})
    for there in ([alone, LEADER], [unreachable, gone], [unreachable]):
        assert recipients(there, BY_MAIL, date(2022, 10, 12)) == [("email", "c-1")]
        left = left_alone(there, date(2022, 10, 12))
        assert [one.id for one in left] == ["c-1"]
        found = unreached(
            "binh-son", there, ("officer", "email"), ["reminders"], date(2022, 10, 12)
        )
        assert found is not None
        assert found.why == "away"
        assert left_alone(there, date(2022, 10, 13)) == []
    stood_in = people(unreachable, STANDS_IN)
    assert left_alone(stood_in.contacts, date(2022, 10, 12)) == []


def test_the_note_is_at_every_contact_of_the_mailbox_and_goes_with_it():
    shared = LEADER.model_copy(update={"email": OFFICER.email.upper()})
    noted = noted_away(people(OFFICER, shared, STANDS_IN), "c-1", TODAY)
    assert [one.away_until for one in noted.contacts] == [TODAY, TODAY, None]
    moved = officer(email="moi@binhson.example")
    kept = carried(people(moved, shared), noted)
    assert [one.away_until for one in kept.contacts] == [None, TODAY]
    assert noted_away(people(OFFICER), "c-77", TODAY) == people(OFFICER)
