"""What becomes of a message on its way out."""

from dataclasses import replace
from datetime import UTC, time, timedelta

import pytest

from contracts.facts import (
    MessageAccepted,
    MessageAttempted,
    MessageFailed,
    MessageSilenced,
    RungCancelled,
    RungFailed,
    RungLapsed,
    RungSent,
)
from services.notifier.domain.handover import (
    Accepted,
    Deferred,
    Drop,
    Leave,
    Limits,
    Postpone,
    Refused,
    Send,
    Uncertain,
    decide,
    settle,
)
from services.notifier.domain.react import PutOut, Say, fire, react
from tests.notifier.campaign import CONTACTS, HOUR, at, key, met, opened, reminders, situation

LIMITS = Limits(timedelta(hours=24), time(7), time(21))
NOW = at(10, 14)
OWING = situation(opened())
_REACTED = [e.fact for e in react(OWING, reminders(), at(9, 15)) if isinstance(e, Say)]
_FIRED = fire(OWING, reminders(*_REACTED), key("b3"), CONTACTS, NOW)
TOLD = [*_REACTED, *(e.fact for e in _FIRED if isinstance(e, Say))]
MAIL, SMS = (e.message for e in _FIRED if isinstance(e, PutOut))


def step(message, *said, known=OWING, now=NOW, age=HOUR, address="0914123456"):
    return decide(known, reminders(*TOLD, *said), message, address, now=now, age=age, limits=LIMITS)


def outcome(message, hand, outcome, *said, known=OWING, now=NOW):
    return settle(known, reminders(*TOLD, *said), message, hand, outcome, now)


def kinds(facts):
    return [type(fact) for fact in facts]


def attempted(message, number=1, refused=None):
    return MessageAttempted(
        plan="ncds-2022",
        unit="binh-son",
        at=NOW,
        message=message.message,
        attempt=number,
        refused=refused,
    )


def ended(kind, message, **more):
    channel = {} if kind is MessageSilenced else {"channel": message.channel}
    return kind(
        plan="ncds-2022", unit="binh-son", at=NOW, message=message.message, **channel, **more
    )


def test_an_attempt_is_said_before_the_message_is_handed_over():
    """So that a crash leaves a trace."""
    hand = step(MAIL)
    assert isinstance(hand, Send)
    assert hand.facts == [attempted(MAIL)]
    assert not hand.uncertain


def test_the_first_accepted_message_makes_the_rung_sent():
    """The second one only says that it was accepted."""
    first = outcome(MAIL, step(MAIL), Accepted(), attempted(MAIL))
    assert kinds(first) == [MessageAccepted, RungSent]
    second = outcome(SMS, step(SMS), Accepted("sms-1"), attempted(MAIL), *first, attempted(SMS))
    assert kinds(second) == [MessageAccepted]
    assert second[0].provider_id == "sms-1"


@pytest.mark.parametrize("kind", [MessageAccepted, MessageFailed, MessageSilenced])
def test_nothing_happens_to_a_message_that_has_its_outcome(kind):
    """Redelivered once more, or settled by another replica meanwhile."""
    more = {"reason": "smtp-550"} if kind is MessageFailed else {}
    end = ended(kind, MAIL, **more)
    assert step(MAIL, end) == Leave()
    assert outcome(MAIL, Send("a", 1, False, []), Accepted(), end) == []
    assert outcome(MAIL, Send("a", 1, False, []), Refused("smtp-550"), end) == []


def test_a_duty_met_in_the_last_second_silences_every_message_and_cancels_the_rung():
    """With the last of them."""
    done = situation(opened(), met(NOW))
    first = step(MAIL, known=done)
    assert isinstance(first, Drop)
    assert kinds(first.facts) == [MessageSilenced]
    last = step(SMS, *first.facts, known=done)
    assert isinstance(last, Drop)
    assert kinds(last.facts) == [MessageSilenced, RungCancelled]
    assert last.facts[-1].reason == "met"


def test_a_rung_that_went_out_by_mail_stays_sent_when_its_sms_is_silenced():
    """It cannot be taken back."""
    sent = outcome(MAIL, step(MAIL), Accepted(), attempted(MAIL))
    quiet = step(SMS, attempted(MAIL), *sent, known=situation(opened(), met(NOW)))
    assert isinstance(quiet, Drop)
    assert kinds(quiet.facts) == [MessageSilenced]


def test_a_message_held_up_until_a_later_rung_is_due_lapses():
    """The relay was away: no burst when it comes back."""
    late = at(10, 18, 9)
    first = step(MAIL, now=late)
    assert isinstance(first, Drop)
    last = step(SMS, *first.facts, now=late)
    assert isinstance(last, Drop)
    assert kinds(last.facts) == [MessageSilenced, RungLapsed]


def test_a_rung_fails_when_its_last_message_has_failed():
    """Not before."""
    first = outcome(MAIL, step(MAIL), Refused("smtp-550"), attempted(MAIL))
    assert kinds(first) == [MessageFailed]
    said = [attempted(MAIL), *first, attempted(SMS)]
    last = outcome(SMS, step(SMS), Refused("sms-108"), *said)
    assert kinds(last) == [MessageFailed, RungFailed]
    assert last[-1].reason == "sms-108"


def test_an_erased_contact_is_not_written_to():
    """The message fails without an attempt."""
    end = step(MAIL, address=None)
    assert isinstance(end, Drop)
    assert end.facts[0].reason == "no-address"


def test_a_mail_of_unknown_outcome_is_sent_once_more_and_counted():
    """The relay cannot be asked."""
    again = step(MAIL, attempted(MAIL))
    assert isinstance(again, Send)
    assert again.uncertain
    assert again.facts == [attempted(MAIL, 2)]
    said = outcome(MAIL, again, Accepted(), attempted(MAIL), attempted(MAIL, 2))
    assert said[0].uncertain


def test_a_mail_is_never_sent_a_third_time_into_the_unknown():
    """It fails with a reason that says why."""
    end = step(MAIL, attempted(MAIL), attempted(MAIL, 2))
    assert isinstance(end, Drop)
    assert end.facts[0].reason == "outcome-unknown"


def test_a_mail_that_may_be_out_twice_is_counted_also_when_its_duty_is_met_meanwhile():
    """Silenced would say that nothing went out."""
    done = situation(opened(), met(NOW))
    end = step(MAIL, attempted(MAIL), attempted(MAIL, 2), known=done)
    assert isinstance(end, Drop)
    assert end.facts[0].reason == "outcome-unknown"
    once = step(MAIL, attempted(MAIL), known=done)
    assert isinstance(once, Drop)
    assert kinds(once.facts) == [MessageSilenced]


def test_a_mail_refused_for_now_is_tried_again_and_is_no_duplicate():
    """However often: each refusal is certain."""
    said = [attempted(MAIL)]
    for number in range(1, 5):
        hand = Send("a", number, False, [])
        said += outcome(MAIL, hand, Deferred("smtp-451"), *said)
        assert said[-1] == attempted(MAIL, number, refused="smtp-451")
        again = step(MAIL, *said)
        assert isinstance(again, Send)
        assert (again.attempt, again.uncertain) == (number + 1, False)
        said += again.facts


def test_a_refusal_is_said_once():
    """A conflict makes the saying come round again."""
    said = [attempted(MAIL), attempted(MAIL, refused="smtp-451")]
    assert outcome(MAIL, Send("a", 1, False, []), Deferred("smtp-451"), *said) == []


def test_a_gateway_is_asked_again_under_the_same_attempt():
    """124 answers that it had it: certain either way, and nothing more to say."""
    again = step(SMS, attempted(SMS))
    assert again == Send("0914123456", 1, False, [])
    assert outcome(SMS, again, Uncertain("ReadTimeout"), attempted(SMS)) == []
    assert outcome(SMS, again, Deferred("sms-103"), attempted(SMS)) == []
    assert not outcome(SMS, again, Accepted(), attempted(SMS))[0].uncertain


@pytest.mark.parametrize("message", [MAIL, SMS])
def test_a_message_is_given_up_in_the_end(message):
    """A day of trying is enough."""
    end = step(message, age=timedelta(hours=24, seconds=1))
    assert isinstance(end, Drop)
    assert end.facts[0].reason == "gave-up"


@pytest.mark.parametrize(
    ("hour", "until"),
    [(at(10, 14, 6, 59), at(10, 14, 7)), (at(10, 14, 21), at(10, 15, 7))],
)
def test_no_sms_disturbs_at_night(hour, until):
    """It waits for seven o'clock; a mail does not."""
    assert step(SMS, now=hour) == Postpone(until)
    assert step(SMS, now=hour.astimezone(UTC)) == Postpone(until)
    assert isinstance(step(MAIL, now=hour), Send)
    assert isinstance(step(SMS, now=at(10, 14, 20, 59)), Send)


def test_a_message_that_was_never_composed_is_refused():
    """It did not come from here."""
    stranger = MAIL.model_copy(update={"message": "stranger"})
    with pytest.raises(KeyError):
        step(stranger)


def test_the_limits_are_the_offices_own():
    """Settings, not constants."""
    early = replace(LIMITS, sms_from=time(6))
    hand = decide(
        OWING, reminders(*TOLD), SMS, "0914123456", now=at(10, 14, 6), age=HOUR, limits=early
    )
    assert isinstance(hand, Send)
