"""Notifier, application: counts what was said, for /metrics; labels are closed lists."""

from collections.abc import Mapping
from typing import Literal, assert_never

from prometheus_client import Counter

from contracts.facts import (
    MessageAccepted,
    MessageAnsweredAbsent,
    MessageAttempted,
    MessageBounced,
    MessageComposed,
    MessageDeclined,
    MessageDelivered,
    MessageFailed,
    MessageSilenced,
    NoticeComposed,
    NoticeDropped,
    NoticeFailed,
    NoticeSent,
    ReminderFact,
    RungCancelled,
    RungFailed,
    RungLapsed,
    RungScheduled,
    RungSent,
)
from contracts.plan import Channel
from contracts.words import Delivery, MessageStatus
from services.notifier.domain.rungs import MessageEnded, Posting, Reminders, fate_of

RUNGS = Counter("ngayso_rung_facts", "Facts said about rungs, by kind.", ["fate"])
NOTICES = Counter("ngayso_notice_facts", "Facts said about notices, by kind.", ["fate"])
MESSAGES = Counter(
    "ngayso_reminders",
    "Facts said about messages, by kind; a shared one once.",
    ["channel", "fate"],
)
UNCERTAIN = Counter("ngayso_reminders_uncertain", "Mails that may have gone out twice.")
RETRIES = Counter("ngayso_reminder_retries", "Messages put back to be tried again.", ["channel"])


Fate = MessageStatus | Delivery | Literal["absent", "declined"]
RETURNED: Mapping[type, Fate] = {
    MessageDelivered: "delivered",
    MessageBounced: "bounced",
    MessageAnsweredAbsent: "absent",
    MessageDeclined: "declined",
}


def count(fact: ReminderFact, reminders: Reminders) -> None:
    """Counts one fact once it is said; `reminders` are those before it.

    A message that several histories name is counted in one of them.
    """
    match fact:
        case RungScheduled():
            RUNGS.labels("scheduled").inc()
        case RungSent() | RungCancelled() | RungLapsed() | RungFailed():
            RUNGS.labels(fate_of(fact)).inc()
        case NoticeSent() | NoticeDropped() | NoticeFailed():
            NOTICES.labels(fate_of(fact)).inc()
        case MessageComposed() | NoticeComposed():
            if fact.message not in reminders.messages and not fact.shared:
                _count_message(fact.channel, "composed")
        case MessageAttempted():
            _count_told(reminders.messages[fact.message], "attempted")
        case MessageAccepted() | MessageFailed() | MessageSilenced():
            _count_told(reminders.messages[fact.message], _status(fact))
        case MessageDelivered() | MessageBounced() | MessageAnsweredAbsent() | MessageDeclined():
            _count_told(reminders.messages[fact.message], RETURNED[type(fact)])
        case _:
            assert_never(fact)
    if isinstance(fact, MessageAccepted) and fact.uncertain:
        UNCERTAIN.inc(not reminders.messages[fact.message].shared)


def _status(fact: MessageEnded) -> MessageStatus:
    """What a fact makes of its message."""
    match fact:
        case MessageAccepted():
            return "accepted"
        case MessageFailed():
            return "failed"
        case MessageSilenced():
            return "silenced"
        case _:
            assert_never(fact)


def count_retry(channel: Channel) -> None:
    """Counts a message that is put back because its handover did not end for good."""
    RETRIES.labels(channel).inc()


def _count_told(posting: Posting, status: Fate) -> None:
    if not posting.shared:
        _count_message(posting.channel, status)


def _count_message(channel: Channel, status: Fate) -> None:
    MESSAGES.labels(channel, status).inc()
