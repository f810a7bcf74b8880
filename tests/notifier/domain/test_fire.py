"""What fired timers lead to."""

from datetime import UTC, time

from contracts.facts import (
    MessageAccepted,
    MessageAttempted,
    MessageComposed,
    RungCancelled,
    RungFailed,
    RungLapsed,
    RungScheduled,
    RungSent,
)
from contracts.outgoing import Contacts
from services.notifier.domain.react import PutOut, Say, Schedule, fire, react
from tests.notifier.campaign import (
    ABOUT,
    CONTACTS,
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


def test_a_fired_timer_composes_a_message_per_channel_and_contact():
    """b3 goes to the officer by mail and SMS; it is said before it is put out."""
    told = reminders(*scheduled(opened()))
    effects = fire(situation(opened()), told, key("b3"), CONTACTS, at(10, 14))
    said = facts(effects)
    assert [(type(f), f.channel, f.recipient) for f in said] == [
        (MessageComposed, "email", "c-1"),
        (MessageComposed, "sms", "c-1"),
    ]
    assert [e.message.message for e in of_kind(effects, PutOut)] == [f.message for f in said]
    assert effects.index(Say(said[-1])) < effects.index(of_kind(effects, PutOut)[0])


def test_recipients_are_those_of_the_day_in_the_plans_zone():
    """At six in the morning it is still the day before in UTC."""
    early = plan(ladder=(rung("b3", -3, at=time(6)),))
    now = situation(opened(of=early), of=early).moment(early.ladder[0], DUE)
    begins = OFFICER.model_copy(update={"valid_from": now.date()})
    contacts = Contacts(unit="binh-son", contacts=[begins])
    known = situation(opened(of=early), of=early)
    effects = fire(known, reminders(), key("b3"), contacts, now.astimezone(UTC))
    assert {m.message.channel for m in of_kind(effects, PutOut)} == {"email"}


def test_a_timer_that_fires_twice_puts_the_same_messages_out_again_and_says_nothing():
    """A crash between saying and putting out leaves none behind; the outbox drops repeats."""
    told = scheduled(opened())
    first = fire(situation(opened()), reminders(*told), key("b3"), CONTACTS, at(10, 14))
    again = fire(
        situation(opened()), reminders(*told, *facts(first)), key("b3"), CONTACTS, at(10, 14, 9)
    )
    assert again == of_kind(first, PutOut)


def test_a_message_that_a_crash_kept_back_goes_out_also_when_another_of_the_rung_was_sent():
    """The crash came between the two; the first one's acceptance has settled the rung."""
    told = scheduled(opened())
    mail, sms = facts(fire(situation(opened()), reminders(*told), key("b3"), CONTACTS, at(10, 14)))
    about = {**ABOUT, "at": at(10, 14), "message": mail.message}
    sent = [
        MessageAttempted(**about, attempt=1),
        MessageAccepted(**about, channel="email"),
        RungSent(**ABOUT, at=at(10, 14), duty="bao-cao", due=DUE, rung="b3"),
    ]
    known = reminders(*told, mail, sms, *sent)
    again = fire(situation(opened()), known, key("b3"), CONTACTS, at(10, 14, 9))
    assert [effect.message.message for effect in again] == [sms.message]


def test_nothing_happens_when_a_settled_or_unknown_rung_fires():
    """Late timers, repeated timers, timers of another campaign."""
    told = scheduled(opened())
    cancelled = facts(react(situation(opened(), met(at(10, 12))), reminders(*told), at(10, 12)))
    known = situation(opened(), met(at(10, 12)))
    assert fire(known, reminders(*told, *cancelled), key("b3"), CONTACTS, at(10, 14)) == []
    assert fire(situation(), reminders(), key("b3"), CONTACTS, at(10, 14)) == []


def test_a_duty_met_in_the_last_second_cancels_the_rung_that_fires():
    """The notifier had not heard of it when the timer fired."""
    told = reminders(*scheduled(opened()))
    effects = fire(situation(opened(), met(at(10, 14))), told, key("b3"), CONTACTS, at(10, 14))
    assert [(type(f), f.reason) for f in facts(effects)] == [(RungCancelled, "met")]


def test_after_an_outage_only_the_latest_rung_is_sent():
    """Down from before b3 until after b1: b3 lapses, b1 goes out."""
    told = reminders(*scheduled(opened()))
    back = at(10, 18, 10)
    old = fire(situation(opened()), told, key("b3"), CONTACTS, back)
    new = fire(situation(opened()), told, key("b1"), CONTACTS, back)
    assert [type(f) for f in facts(old)] == [RungLapsed]
    assert not of_kind(old, PutOut)
    assert [type(f) for f in facts(new)] == [MessageComposed]


def test_a_rung_with_nobody_to_write_to_fails():
    """It is not left waiting."""
    told = reminders(*scheduled(opened()))
    effects = fire(situation(opened()), told, key("b3"), None, at(10, 14))
    assert [(type(f), f.reason) for f in facts(effects)] == [(RungFailed, "no-recipient")]


def test_a_timer_that_fires_early_is_set_again():
    """The stream's timers are exact to a millisecond, of which a rehearsal makes minutes."""
    told = reminders(*scheduled(opened()))
    effects = fire(situation(opened()), told, key("b3"), CONTACTS, at(10, 14, 7, 59))
    assert [type(e) for e in effects] == [Schedule]


def test_the_timer_of_a_rung_that_came_back_may_fire_before_it_is_said_that_it_was_set():
    """The rung was cancelled and is owed again; one whose moment passed meanwhile stays settled."""
    told = scheduled(opened())
    told += facts(react(situation(opened(), met(at(10, 12))), reminders(*told), at(10, 12)))
    again = situation(opened(), met(at(10, 12)), reopened(at(10, 16)))
    effects = fire(again, reminders(*told), key("b1"), CONTACTS, at(10, 18))
    assert [type(f) for f in facts(effects)] == [RungScheduled, MessageComposed]
    assert facts(effects)[0].fires_at == at(10, 18)
    assert fire(again, reminders(*told), key("b3"), CONTACTS, at(10, 18)) == []


def test_a_timer_in_the_past_may_fire_before_it_is_said_that_it_was_set():
    """Nothing is lost, and its setting is said then."""
    effects = fire(situation(opened()), reminders(), key("b3"), CONTACTS, at(10, 14))
    assert [type(f) for f in facts(effects)][:2] == [RungScheduled, MessageComposed]
    late = react(situation(opened()), reminders(*facts(effects)), at(10, 14))
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
