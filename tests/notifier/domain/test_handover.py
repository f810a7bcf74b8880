"""What becomes of a message on its way out."""

from dataclasses import replace
from datetime import UTC, time, timedelta

import pytest

from contracts.facts import (
    MessageAccepted,
    MessageFailed,
    MessageSilenced,
    RungCancelled,
    RungFailed,
    RungLapsed,
    RungSent,
)
from services.notifier.domain.digest.part import Reached
from services.notifier.domain.ending import (
    NO_ADDRESS,
    Failed,
    Silent,
    Taken,
    end_of,
    ended,
    left_over,
)
from services.notifier.domain.handover import (
    Accepted,
    Deferred,
    Finish,
    Leave,
    Postpone,
    Refused,
    Send,
    attempted,
    first_of,
)
from tests.notifier.campaign import at, key
from tests.notifier.domain.digest.handed import (
    DONE,
    LIMITS,
    MAIL,
    NOW,
    PLACE,
    SMS,
    attempts,
    closed,
    drop,
    kinds,
    outcome,
    part,
    step,
    tried,
)


def test_an_attempt_is_said_before_the_message_is_handed_over():
    """So that a crash leaves a trace, of what the message speaks of too."""
    hand = step(MAIL)
    assert isinstance(hand, Send)
    assert attempts(MAIL, hand) == [tried(MAIL)]
    assert not hand.uncertain
    assert attempts(MAIL, hand, tried(MAIL)) == []


def test_the_first_accepted_message_makes_the_rung_sent():
    """The second one, which goes out too, only says that it was accepted."""
    first = outcome(MAIL, step(MAIL), Accepted(), tried(MAIL))
    assert kinds(first) == [MessageAccepted, RungSent]
    hand = step(SMS, tried(MAIL), *first)
    second = outcome(SMS, hand, Accepted("sms-1"), tried(MAIL), *first, tried(SMS))
    assert kinds(second) == [MessageAccepted]
    assert second[0].provider_id == "sms-1"


@pytest.mark.parametrize("kind", [MessageAccepted, MessageFailed, MessageSilenced])
def test_nothing_happens_to_a_message_that_has_its_outcome(kind):
    """Redelivered once more."""
    more = {"reason": "smtp-550"} if kind is MessageFailed else {}
    assert step(MAIL, closed(kind, MAIL, **more)) == Leave()


def test_a_duty_met_in_the_last_second_silences_every_message_and_cancels_the_rung():
    """With the last of them."""
    first = drop(MAIL, known=DONE)
    assert kinds(first) == [MessageSilenced]
    last = drop(SMS, *first, known=DONE)
    assert kinds(last) == [MessageSilenced, RungCancelled]
    assert last[-1].reason == "met"


def test_a_rung_that_went_out_by_mail_stays_sent_when_its_sms_is_silenced():
    """It cannot be taken back."""
    sent = outcome(MAIL, step(MAIL), Accepted(), tried(MAIL))
    assert kinds(drop(SMS, tried(MAIL), *sent, known=DONE)) == [MessageSilenced]


def test_a_message_held_up_until_a_later_rung_is_due_lapses():
    """The relay was away: no burst when it comes back."""
    late = at(10, 18, 9)
    first = drop(MAIL, now=late)
    assert kinds(drop(SMS, *first, now=late)) == [MessageSilenced, RungLapsed]


def test_a_rung_fails_when_its_last_message_has_failed():
    """Not before."""
    first = outcome(MAIL, step(MAIL), Refused("smtp-550"), tried(MAIL))
    assert kinds(first) == [MessageFailed]
    said = [tried(MAIL), *first, tried(SMS)]
    last = outcome(SMS, step(SMS), Refused("sms-108"), *said)
    assert kinds(last) == [MessageFailed, RungFailed]
    assert last[-1].reason == "sms-108"


def test_an_erased_contact_is_not_written_to():
    """The message fails without an attempt."""
    assert drop(MAIL, reached={})[0].reason == "no-address"


def test_what_is_another_persons_by_now_is_not_told_to_this_one():
    """The address belongs to somebody else: the rung goes into that one's message."""
    moved = {key("b3"): Reached("moi@binhson.example", "p-2")}
    finish = step(MAIL, reached=moved)
    assert isinstance(finish, Finish)
    one = part(MAIL, reached=moved)
    assert left_over(one, finish.end, [], NOW) == [key("b3")]
    said = ended(one, finish.end, [], home=True, moved=[key("b3")], now=NOW)
    assert kinds(said) == [MessageSilenced]
    assert left_over(part(MAIL, known=DONE, reached=moved), finish.end, [], NOW) == []


def test_a_mail_of_unknown_outcome_is_sent_once_more_and_counted():
    """The relay cannot be asked."""
    again = step(MAIL, tried(MAIL))
    assert isinstance(again, Send)
    assert again.uncertain
    assert attempts(MAIL, again, tried(MAIL)) == [tried(MAIL, 2)]
    said = outcome(MAIL, again, Accepted(), tried(MAIL), tried(MAIL, 2))
    assert said[0].uncertain


def test_a_mail_that_another_replica_hands_over_meanwhile_is_counted():
    """Whichever of the two ends first: of the other's end nothing is said then."""
    hand, other = step(MAIL), step(MAIL, tried(MAIL))
    both = [tried(MAIL), tried(MAIL, 2)]
    [first, _] = outcome(MAIL, hand, Accepted(), *both)
    assert first.uncertain
    assert outcome(MAIL, other, Accepted(), *both)[0].uncertain


def test_a_mail_is_never_sent_a_third_time_into_the_unknown():
    """It fails with a reason that says why."""
    assert drop(MAIL, tried(MAIL), tried(MAIL, 2))[0].reason == "outcome-unknown"


def test_a_mail_that_may_be_out_twice_is_counted_also_when_its_duty_is_met_meanwhile():
    """Silenced would say that nothing went out."""
    assert drop(MAIL, tried(MAIL), tried(MAIL, 2), known=DONE)[0].reason == "outcome-unknown"
    assert kinds(drop(MAIL, tried(MAIL), known=DONE)) == [MessageSilenced]


def test_a_mail_refused_for_now_is_tried_again_and_is_no_duplicate():
    """However often: each refusal is certain."""
    said = [tried(MAIL)]
    for number in range(1, 5):
        hand = Send("a", number, False, {PLACE: [key("b3")]})
        said += outcome(MAIL, hand, Deferred("smtp-451"), *said)
        assert said[-1] == tried(MAIL, number, refused="smtp-451")
        again = step(MAIL, *said)
        assert isinstance(again, Send)
        assert (again.attempt, again.uncertain) == (number + 1, False)
        said += attempts(MAIL, again, *said)


def test_a_refusal_is_said_once():
    """A conflict makes the saying come round again."""
    said = [tried(MAIL), tried(MAIL, refused="smtp-451")]
    hand = Send("a", 1, False, {PLACE: [key("b3")]})
    assert outcome(MAIL, hand, Deferred("smtp-451"), *said) == []


def test_a_gateway_is_asked_again_under_the_same_attempt():
    """124 answers that it had it: certain either way, and nothing more to say."""
    before = tried(SMS, provider="esms")
    again = step(SMS, before)
    told = {PLACE: [key("b3")]}
    assert again == Send("0914123456", 1, False, told, provider="esms", asked_since=NOW)
    assert attempts(SMS, again, before) == []
    assert not outcome(SMS, again, Accepted(), before)[0].uncertain


@pytest.mark.parametrize("message", [MAIL, SMS])
def test_a_message_is_given_up_in_the_end(message):
    """A day of trying is enough."""
    said = drop(message, age=timedelta(hours=24, seconds=1))
    assert said[0].reason == "gave-up"


@pytest.mark.parametrize(
    ("hour", "until"),
    [(at(10, 14, 6, 59), at(10, 14, 7)), (at(10, 14, 21), at(10, 15, 7))],
)
def test_no_sms_disturbs_at_night(hour, until):
    """Whatever held it up until then, it waits for seven o'clock; a mail does not."""
    assert step(SMS, now=hour) == Postpone(until)
    assert step(SMS, now=hour.astimezone(UTC)) == Postpone(until)
    assert isinstance(step(MAIL, now=hour), Send)
    assert isinstance(step(SMS, now=at(10, 14, 20, 59)), Send)


def test_the_limits_are_the_offices_own():
    """Settings, not constants."""
    early = replace(LIMITS, manners=replace(LIMITS.manners, sms_from=time(6)))
    assert isinstance(step(SMS, now=at(10, 14, 6), limits=early), Send)


def test_what_ended_a_message_in_one_history_ends_it_in_the_others():
    """Of one without an address the others say that nobody heard of theirs, not that it failed."""
    about = {"plan": "ncds-2022", "unit": "binh-son", "at": NOW, "message": "m-1"}
    sms = {**about, "channel": "sms"}
    taken = MessageAccepted(**sms, provider_id="7", uncertain=True)
    assert end_of(taken) == Taken("7", True)
    assert end_of(MessageFailed(**sms, reason="smtp-550")) == Failed("smtp-550")
    assert end_of(MessageFailed(**sms, reason=NO_ADDRESS)) == Silent()
    assert end_of(MessageSilenced(**about)) == Silent()


def test_whoever_stood_in_for_the_first_history_is_asked_how_often_a_message_was_tried():
    """Else what may have gone out while that could not be read would go again, and count once."""
    home, other = part(MAIL), part(MAIL, tried(MAIL))
    stood_in = part(MAIL, tried(MAIL).model_copy(update={"stands_in": True}))
    assert first_of([home, other]) == 0
    assert first_of([home, other, stood_in]) == 2
    assert first_of([home, part(MAIL, closed(MessageSilenced, MAIL))]) == 1
    (said,) = attempted(home, step(MAIL), NOW, home=True, stands_in=True)
    assert said.stands_in
