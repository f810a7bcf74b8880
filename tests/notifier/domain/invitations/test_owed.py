"""What a mail changes in its reader's calendar follows from what was brought before."""

from datetime import date, datetime, timedelta

from contracts.facts import (
    Invitation,
    MessageAccepted,
    MessageAttempted,
    MessageBounced,
    MessageComposed,
    MessageFailed,
)
from contracts.plan import CentralEvent
from contracts.values import Deadline
from services.notifier.domain.invitations.owed import MOST, invitations
from tests.notifier.campaign import (
    ABOUT,
    DUE,
    ZONE,
    at,
    extended,
    key,
    met,
    opened,
    owes,
    plan,
    reminders,
    reopened,
    situation,
)

LATER = DUE + timedelta(days=5)
NOW = at(10, 14)


def brought(message, *entries, person="p-1", end=True):
    """A mail that was taken, with what it changed in the person's calendar."""
    about = {**ABOUT, "at": NOW, "message": message}
    rung = {"duty": "bao-cao", "due": DUE, "rung": "b3"}
    whom = {"channel": "email", "recipient": "c-1", "person": person, "leaves_at": NOW}
    said = [
        MessageComposed(**about, **rung, **whom),
        MessageAttempted(**about, attempt=1, invitations=list(entries)),
    ]
    return [*said, MessageAccepted(**about, channel="email")] if end is True else [*said, *end]


def entry(moment=DUE, number=0, **more):
    return Invitation(duty="bao-cao", at=moment, sequence=number, **more)


NEXT = brought("m", end=())[:1]


def change(*said, facts=(), of=None, now=NOW):
    told = reminders(*said, *NEXT)
    return invitations(situation(opened(), *facts, of=of), told, "m", [key("b3")], now)


def test_the_first_mail_about_a_duty_brings_its_deadline():
    assert change() == [entry()]


def test_what_stands_in_the_calendar_is_not_brought_again():
    assert change(*brought("m-0", entry())) == []


def test_a_deadline_that_moves_is_moved_in_the_calendar():
    longer = extended(NOW, LATER)
    assert change(*brought("m-0", entry()), facts=[longer]) == [entry(LATER, 1)]


def test_what_is_met_is_taken_out_by_the_next_mail_and_only_once():
    done = [met(NOW)]
    off = entry(number=1, cancelled=True)
    assert change(*brought("m-0", entry()), facts=done) == [off]
    assert change(*brought("m-0", entry()), *brought("m-1", off), facts=done) == []
    assert change(facts=done) == []


def test_of_a_plan_that_is_closed_everything_is_taken_out():
    closed = plan(closes=Deadline(day=NOW.date()))
    assert change(*brought("m-0", entry()), of=closed) == [entry(number=1, cancelled=True)]


def test_what_is_owed_again_comes_back_with_a_higher_number():
    """A program takes the highest as the last word."""
    before = [*brought("m-0", entry()), *brought("m-1", entry(number=1, cancelled=True))]
    again = [met(NOW), reopened(NOW, LATER, 1)]
    assert change(*before, facts=again) == [entry(LATER, 2)]


def test_what_is_over_is_left_as_it_stands():
    assert change(now=DUE) == []
    assert change(*brought("m-0", entry()), facts=[met(NOW)], now=DUE) == []


def test_what_did_not_arrive_was_not_brought():
    about = {**ABOUT, "at": NOW, "message": "m-0"}
    failed = [MessageFailed(**about, channel="email", reason="smtp-550")]
    bounced = [
        MessageAccepted(**about, channel="email"),
        MessageBounced(**about, reason="dsn-5.1.1", permanent=True),
    ]
    for end in (failed, bounced, ()):
        assert change(*brought("m-0", entry(), end=end)) == [entry()]


def test_each_person_has_a_calendar_of_their_own():
    assert change(*brought("m-0", entry(), person="p-2")) == [entry()]


def test_events_of_the_plan_come_with_the_first_mail_move_and_go():
    def of(day):
        events = [] if day is None else [date(2022, 10, day)]
        named = {"id": "khai-mac", "title": "Khai mạc", "lead": "so-tttt"}
        return plan(central_events=[CentralEvent(day=one, **named) for one in events])

    def event(day, number, **more):
        moment = datetime(2022, 10, day, tzinfo=ZONE)
        return Invitation(event="khai-mac", at=moment, sequence=number, **more)

    first = change(of=of(16))
    assert first == [entry(), event(16, 0)]
    said = brought("m-0", *first)
    assert change(*said, of=of(16)) == []
    assert change(*said, of=of(17)) == [event(17, 1)]
    assert change(*said, of=of(None)) == [event(16, 1, cancelled=True)]
    assert change(of=of(10)) == [entry()]


def test_a_mail_brings_no_more_than_a_reader_can_take():
    many = [owes(f"d{n}", f"Nội dung {n}") for n in range(MOST + 5)]
    told = [key("b3")._replace(duty=f"d{n}") for n in range(MOST + 5)]
    found = invitations(situation(*many), reminders(*NEXT), "m", told, NOW)
    assert len(found) == MOST
