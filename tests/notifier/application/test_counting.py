"""What /metrics counts of what was said."""

from prometheus_client import REGISTRY

from contracts.facts import (
    MessageAccepted,
    MessageAnsweredAbsent,
    MessageAttempted,
    MessageBounced,
    MessageComposed,
    MessageDelivered,
    MessageFailed,
    MessageSilenced,
    RungCancelled,
    RungFailed,
    RungLapsed,
    RungScheduled,
    RungSent,
)
from services.notifier.application.counting import count, count_retry
from tests.notifier.campaign import ABOUT, DUE, OPENED, reminders

RUNG = {**ABOUT, "at": OPENED, "duty": "bao-cao", "due": DUE, "rung": "b3"}
MESSAGE = {**ABOUT, "at": OPENED, "message": "m-1"}
IN = {"message": "m-1", "channel": "sms", "recipient": "c-1", "person": "p-1", "leaves_at": OPENED}
COMPOSED = MessageComposed(**RUNG, **IN)
TOLD = reminders(COMPOSED)
ELSEWHERE = reminders(COMPOSED.model_copy(update={"shared": True}))


def counter(name, **labels):
    return REGISTRY.get_sample_value(f"ngayso_{name}_total", labels) or 0.0


def counted(fact, name, told=TOLD, **labels):
    before = counter(name, **labels)
    count(fact, told)
    return counter(name, **labels) - before


def test_every_fact_about_a_rung_is_counted_by_its_kind():
    for fact, fate in (
        (RungScheduled(**RUNG, fires_at=DUE), "scheduled"),
        (RungSent(**RUNG), "sent"),
        (RungCancelled(**RUNG, reason="met"), "cancelled"),
        (RungLapsed(**RUNG), "lapsed"),
        (RungFailed(**RUNG, reason="no-address"), "failed"),
    ):
        assert counted(fact, "rung_facts", fate=fate) == 1


def test_every_fact_about_a_message_is_counted_by_its_channel_and_kind():
    assert counted(COMPOSED, "reminders", reminders(), channel="sms", fate="composed") == 1
    for fact, fate in (
        (MessageAttempted(**MESSAGE, attempt=1), "attempted"),
        (MessageAccepted(**MESSAGE, channel="sms"), "accepted"),
        (MessageFailed(**MESSAGE, channel="sms", reason="gave-up"), "failed"),
        (MessageSilenced(**MESSAGE), "silenced"),
        (MessageDelivered(**MESSAGE), "delivered"),
        (MessageBounced(**MESSAGE, reason="smtp-550", permanent=True), "bounced"),
        (MessageAnsweredAbsent(**MESSAGE), "absent"),
    ):
        assert counted(fact, "reminders", channel="sms", fate=fate) == 1


def test_a_message_that_several_rungs_and_units_name_is_counted_once():
    """Where its first rung was; the others' facts say nothing new."""
    labels = {"channel": "sms", "fate": "composed"}
    assert counted(COMPOSED.model_copy(update={"rung": "b1"}), "reminders", **labels) == 0
    shared = COMPOSED.model_copy(update={"shared": True})
    assert counted(shared, "reminders", reminders(), **labels) == 0
    taken = MessageAccepted(**MESSAGE, channel="sms", uncertain=True)
    assert counted(taken, "reminders", ELSEWHERE, channel="sms", fate="accepted") == 0
    assert counted(taken, "reminders_uncertain", ELSEWHERE) == 0


def test_what_may_have_gone_out_twice_is_counted_apart():
    taken = {**MESSAGE, "channel": "email"}
    assert counted(MessageAccepted(**taken, uncertain=True), "reminders_uncertain") == 1
    assert counted(MessageAccepted(**taken), "reminders_uncertain") == 0


def test_what_is_put_back_to_be_tried_again_is_counted_by_its_channel():
    before = counter("reminder_retries", channel="email")
    count_retry("email")
    assert counter("reminder_retries", channel="email") == before + 1
