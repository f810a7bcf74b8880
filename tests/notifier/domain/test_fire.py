"""What fired timers lead to."""

from dataclasses import replace
from datetime import UTC, time, timedelta

from contracts.facts import (
    MessageComposed,
    RungCancelled,
    RungFailed,
    RungLapsed,
    RungScheduled,
    RungSent,
)
from contracts.outgoing import Contacts
from contracts.plan import Escalation
from services.notifier.domain.digest.ahead import Schedule
from services.notifier.domain.react import Enter, due, fire, react
from tests.notifier.campaign import (
    ABOUT,
    BOOKS,
    DUE,
    OFFICER,
    at,
    key,
    met,
    opened,
    plan,
    reminders,
    reopened,
    rung,
    situation,
)
from tests.notifier.domain.effects import facts, of_kind, scheduled

MINUTES = timedelta(minutes=5)
AHEAD = replace(situation(opened()), ahead=MINUTES)
SOON = at(10, 14) - MINUTES


def composed(name):
    rung_of = {"duty": "bao-cao", "due": DUE, "rung": name}
    return MessageComposed(
        **{**ABOUT, **rung_of},
        at=at(10, 14),
        message="m-1",
        channel="email",
        recipient="c-1",
        person="p-1",
        leaves_at=at(10, 14),
    )


def test_a_due_rung_is_entered_for_each_channel_and_contact():
    """b3 goes to the officer by mail and SMS."""
    told = reminders(*scheduled(opened()))
    effects = fire(situation(opened()), told, key("b3"), BOOKS, at(10, 14))
    assert [(e.channel, e.address, e.entry.recipient) for e in effects] == [
        ("email", "a@binhson.example", "c-1"),
        ("sms", "0914123456", "c-1"),
    ]
    assert {(e.entry.rung, e.entry.fires_at) for e in effects} == {("b3", at(10, 14))}


def test_all_that_is_due_is_looked_at_once():
    """The plan was published late: b3 and b1 are due, a1 is not; what is needless is left out."""
    known, none = situation(opened()), reminders()
    assert due(known, none, key("b1"), at(10, 18)) == [key("b1"), key("b3")]
    told = reminders(*scheduled(opened()))
    assert due(known, told, key("b3"), at(10, 14)) == [key("b3")]
    done = situation(opened(), met(at(10, 12)))
    assert due(done, told, key("b3"), at(10, 18)) == [key("b3")]
    assert due(situation(), none, key("b3"), at(10, 18)) == []


def test_recipients_are_those_of_the_day_in_the_plans_zone():
    """At six in the morning it is still the day before in UTC."""
    early = plan(ladder=(rung("b3", -3, at=time(6)),))
    now = situation(opened(of=early), of=early).moment(early.ladder[0], DUE)
    begins = OFFICER.model_copy(update={"valid_from": now.date()})
    contacts = Contacts(unit="binh-son", contacts=[begins])
    known = situation(opened(of=early), of=early)
    effects = fire(known, reminders(), key("b3"), {"binh-son": contacts}, now.astimezone(UTC))
    assert {e.channel for e in of_kind(effects, Enter)} == {"email"}


def test_a_rung_that_is_in_a_message_is_entered_into_no_other():
    """The timer came twice, or a crash came after it was said."""
    told = scheduled(opened())
    told.append(composed("b3"))
    assert fire(situation(opened()), reminders(*told), key("b3"), BOOKS, at(10, 14)) == []
    assert react(situation(opened()), reminders(*told), at(10, 14)) == []


def test_nothing_happens_when_a_settled_rung_fires():
    """Late timers, repeated timers."""
    told = scheduled(opened())
    cancelled = facts(react(situation(opened(), met(at(10, 12))), reminders(*told), at(10, 12)))
    known = situation(opened(), met(at(10, 12)))
    assert fire(known, reminders(*told, *cancelled), key("b3"), BOOKS, at(10, 14)) == []


def test_a_duty_met_in_the_last_second_cancels_the_rung_that_fires():
    """The notifier had not heard of it when the timer fired."""
    told = reminders(*scheduled(opened()))
    effects = fire(situation(opened(), met(at(10, 14))), told, key("b3"), BOOKS, at(10, 14))
    assert [(type(f), f.reason) for f in facts(effects)] == [(RungCancelled, "met")]


def test_after_an_outage_only_the_latest_rung_is_sent():
    """Down from before b3 until after b1: b3 lapses, b1 goes out."""
    told = reminders(*scheduled(opened()))
    back = at(10, 18, 10)
    old = fire(situation(opened()), told, key("b3"), BOOKS, back)
    new = fire(situation(opened()), told, key("b1"), BOOKS, back)
    assert [type(f) for f in facts(old)] == [RungLapsed]
    assert not of_kind(old, Enter)
    assert [type(e) for e in new] == [Enter]


def test_a_rung_with_nobody_to_write_to_fails():
    """It is not left waiting."""
    told = reminders(*scheduled(opened()))
    effects = fire(situation(opened()), told, key("b3"), {}, at(10, 14))
    assert [(type(f), f.reason) for f in facts(effects)] == [(RungFailed, "no-recipient")]


def test_a_timer_that_fires_early_is_set_again():
    """The stream's timers are exact to a millisecond, of which a rehearsal makes minutes."""
    told = reminders(*scheduled(opened()))
    effects = fire(situation(opened()), told, key("b3"), BOOKS, at(10, 14, 7, 59))
    assert [type(e) for e in effects] == [Schedule]


def test_a_rung_is_gathered_ahead_of_its_moment_with_those_of_the_same_moment():
    told = reminders(*scheduled(opened()))
    assert due(AHEAD, told, key("b3"), SOON) == [key("b3")]
    effects = fire(AHEAD, told, key("b3"), BOOKS, SOON)
    assert {(type(e), e.entry.fires_at) for e in effects} == {(Enter, at(10, 14))}
    assert len(effects) == 2


def test_a_timer_is_set_for_when_its_rung_may_be_gathered_but_for_who_is_late_at_the_moment():
    late = plan(ladder=(rung("b3", -3), rung("a9", 9, escalates=[Escalation(to="superior")])))
    known = replace(situation(opened(of=late), of=late), ahead=MINUTES)
    timers = of_kind(react(known, reminders(), at(9, 15)), Schedule)
    assert [one.timer.fires_at - one.at for one in timers] == [MINUTES, timedelta()]


def test_ahead_of_its_moment_a_rung_with_nobody_to_write_to_has_not_failed():
    """It waits for its moment; so does one whose timer fires even earlier."""
    told = reminders(*scheduled(opened()))
    [waits] = fire(AHEAD, told, key("b3"), {}, SOON)
    assert (type(waits), waits.at) == (Schedule, at(10, 14))
    [early] = fire(AHEAD, told, key("b3"), BOOKS, SOON - timedelta(seconds=1))
    assert (type(early), early.at) == (Schedule, SOON)


def test_the_timer_of_a_rung_that_came_back_may_fire_before_it_is_said_that_it_was_set():
    """The rung was cancelled and is owed again; one whose moment passed meanwhile stays settled."""
    told = scheduled(opened())
    told += facts(react(situation(opened(), met(at(10, 12))), reminders(*told), at(10, 12)))
    again = situation(opened(), met(at(10, 12)), reopened(at(10, 16)))
    effects = fire(again, reminders(*told), key("b1"), BOOKS, at(10, 18))
    assert [type(f) for f in facts(effects)] == [RungScheduled]
    assert len(of_kind(effects, Enter)) == 1
    assert facts(effects)[0].fires_at == at(10, 18)
    assert fire(again, reminders(*told), key("b3"), BOOKS, at(10, 18)) == []


def test_a_timer_in_the_past_may_fire_before_it_is_said_that_it_was_set():
    """Nothing is lost, and its setting is said then."""
    effects = fire(situation(opened()), reminders(), key("b3"), BOOKS, at(10, 14))
    assert [type(f) for f in facts(effects)] == [RungScheduled]
    assert len(of_kind(effects, Enter)) == 2
    late = react(situation(opened()), reminders(*facts(effects), composed("b3")), at(10, 14))
    assert [e.timer.rung for e in of_kind(late, Schedule)] == ["b1", "a1"]


def test_a_rung_that_was_sent_stays_sent():
    """Whatever becomes of the duty afterwards."""
    told = scheduled(opened())
    told.append(
        RungSent(
            plan="ncds-2022", unit="binh-son", at=at(10, 14), duty="bao-cao", due=DUE, rung="b3"
        )
    )
    effects = react(situation(opened(), met(at(10, 15))), reminders(*told), at(10, 15))
    assert [f.rung for f in facts(effects)] == ["b1", "a1"]
