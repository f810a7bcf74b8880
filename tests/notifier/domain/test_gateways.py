"""Which gateway may have a message next, and what is believed of it afterwards."""

from contracts.facts import MessageAccepted, MessageBounced, MessageDelivered, RungSent
from services.notifier.domain.ending import Told, heard
from services.notifier.domain.handover import Accepted, Deferred
from tests.notifier.campaign import reminders
from tests.notifier.domain.digest.handed import (
    NOW,
    SMS,
    TOLD,
    attempts,
    kinds,
    outcome,
    step,
    tried,
)


def test_a_message_that_a_gateway_refused_for_now_may_go_to_another():
    """That it surely did not go out is said, and who refused it: the next attempt is a new one."""
    first = tried(SMS, provider="esms")
    refused = outcome(SMS, step(SMS, first), Deferred("sms-103"), first)
    assert refused == [tried(SMS, provider="esms", refused="sms-103")]
    then = step(SMS, first, *refused)
    assert (then.attempt, then.provider, then.asked_since) == (2, None, None)
    assert (then.avoid, then.closed) == ("esms", ())
    said = attempts(SMS, then.by("other"), first, *refused)
    assert said == [tried(SMS, 2, provider="other")]


def test_a_gateway_that_refused_for_good_is_not_tried_again():
    """Its network does not know the brand name; another gateway's may."""
    first = tried(SMS, provider="esms")
    refused = outcome(SMS, step(SMS, first), Deferred("sms-177", for_good=True), first)
    then = step(SMS, first, *refused)
    assert (then.avoid, then.closed) == (None, ("esms",))


TOLD_OF = {"plan": "ncds-2022", "unit": "binh-son", "message": SMS, "now": NOW}


def test_what_a_gateway_tells_is_said_once():
    """However often it tells; what arrived has arrived, whatever is told later."""
    gone = [tried(SMS, provider="esms")]
    (bounced,) = heard(reminders(*TOLD, *gone), told=Told("bounced", "sms-undelivered"), **TOLD_OF)
    assert isinstance(bounced, MessageBounced)
    assert heard(reminders(*TOLD, *gone, bounced), told=Told("bounced", "x"), **TOLD_OF) == []
    (there,) = heard(reminders(*TOLD, *gone, bounced), told=Told("delivered"), **TOLD_OF)
    assert isinstance(there, MessageDelivered)
    assert heard(reminders(*TOLD, *gone, there), told=Told("bounced", "x"), **TOLD_OF) == []


def test_of_a_message_that_never_left_nothing_is_believed():
    """It is unknown, or was not attempted."""
    assert heard(reminders(*TOLD), told=Told("delivered"), **TOLD_OF) == []
    assert heard(reminders(), told=Told("delivered"), **TOLD_OF) == []


def test_a_message_that_arrived_before_it_was_said_to_be_accepted_still_ends_its_rung():
    """A callback may be quicker than the answer."""
    said = [tried(SMS, provider="esms")]
    said += heard(reminders(*TOLD, *said), told=Told("delivered"), **TOLD_OF)
    hand = step(SMS, *said)
    assert kinds(outcome(SMS, hand, Accepted(), *said)) == [MessageAccepted, RungSent]
