"""Reporting, domain: folds what the notifier said into rungs' fates and messages' standings."""

from typing import assert_never

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
from services.reporting.domain.document import Documents, Key
from services.reporting.domain.documents import MessageDocument, RungDocument
from services.reporting.domain.stamp import stamp

AnyRungFact = RungScheduled | RungSent | RungCancelled | RungLapsed | RungFailed
AnyMessageFact = (
    MessageComposed
    | NoticeComposed
    | MessageAttempted
    | MessageAccepted
    | MessageFailed
    | MessageSilenced
    | MessageDelivered
    | MessageBounced
    | MessageAnsweredAbsent
    | MessageDeclined
)


def touches_reminders(fact: ReminderFact) -> tuple[Key, ...]:
    """The documents that folding this fact reads or writes."""
    match fact:
        case RungScheduled() | RungSent() | RungCancelled() | RungLapsed() | RungFailed():
            return ((RungDocument, _rung_key(fact)),)
        case NoticeSent() | NoticeDropped() | NoticeFailed():
            return ()  # what became of its messages says it
        case (
            MessageComposed()
            | NoticeComposed()
            | MessageAttempted()
            | MessageAccepted()
            | MessageFailed()
            | MessageSilenced()
            | MessageDelivered()
            | MessageBounced()
            | MessageAnsweredAbsent()
            | MessageDeclined()
        ):
            return ((MessageDocument, _message_key(fact)),)
        case _:
            assert_never(fact)


def fold_reminders(fact: ReminderFact, documents: Documents) -> None:
    """Put what this fact changes into `documents`."""
    match fact:
        case RungScheduled() | RungSent() | RungCancelled() | RungLapsed() | RungFailed():
            documents.put(_rung(fact, documents))
        case NoticeSent() | NoticeDropped() | NoticeFailed():
            pass
        case (
            MessageComposed()
            | NoticeComposed()
            | MessageAttempted()
            | MessageAccepted()
            | MessageFailed()
            | MessageSilenced()
            | MessageDelivered()
            | MessageBounced()
            | MessageAnsweredAbsent()
            | MessageDeclined()
        ):
            documents.put(_message(fact, documents))
        case _:
            assert_never(fact)


def _rung_key(fact: AnyRungFact) -> str:
    return f"{fact.plan}/{fact.unit}/{fact.duty}/{stamp(fact.due)}/{fact.rung}"


def _message_key(fact: AnyMessageFact) -> str:
    return f"{fact.plan}/{fact.unit}/{fact.message}"


def _rung(fact: AnyRungFact, documents: Documents) -> RungDocument:
    rung = documents.find(RungDocument, _rung_key(fact)) or RungDocument(
        plan=fact.plan,
        unit=fact.unit,
        duty=fact.duty,
        due=fact.due,
        rung=fact.rung,
        fate="waiting",
        said_at=fact.at,
    )
    if rung.fate == "sent":
        return rung  # what went out stays out, whatever becomes of the duty afterwards
    update: dict[str, object]
    match fact:
        case RungScheduled():
            # A duty reopened towards the same due moment gives a cancelled rung its timer back.
            update = {"fate": "waiting", "fires_at": fact.fires_at, "reason": None}
        case RungSent():
            update = {"fate": "sent", "reason": None}
        case RungCancelled():
            update = {"fate": "cancelled", "reason": fact.reason}
        case RungLapsed():
            update = {"fate": "lapsed", "reason": None}
        case RungFailed():
            update = {"fate": "failed", "reason": fact.reason}
        case _:
            assert_never(fact)
    return rung.model_copy(update={**update, "said_at": fact.at})


def _message(fact: AnyMessageFact, documents: Documents) -> MessageDocument:
    message = documents.find(MessageDocument, _message_key(fact)) or MessageDocument(
        plan=fact.plan,
        unit=fact.unit,
        message=fact.message,
        status="composed",
        said_at=fact.at,
    )
    if isinstance(fact, MessageComposed):
        # The sender may be quicker than the composer, so this never takes a status back.
        about = fact.model_dump(
            include={"duty", "due", "rung", "channel", "recipient", "leaves_at", "shared", "above"}
        )
        rungs = (*message.rungs, (fact.duty, fact.due, fact.rung))
        return message.model_copy(update={**about, "rungs": rungs})
    if isinstance(fact, NoticeComposed):
        about = fact.model_dump(include={"channel", "recipient", "leaves_at", "shared"})
        notices = (*message.notices, (fact.kind, fact.about, fact.happened_at))
        return message.model_copy(update={**about, "notices": notices})
    update: dict[str, object]
    match fact:
        case MessageAttempted():
            update = {"status": "attempted", "attempts": max(message.attempts, fact.attempt)}
        case MessageAccepted():
            update = {
                "status": "accepted",
                "channel": fact.channel,
                "provider_id": fact.provider_id,
                "uncertain": message.uncertain or fact.uncertain,
            }
        case MessageFailed():
            update = {"status": "failed", "channel": fact.channel, "reason": fact.reason}
        case MessageSilenced():
            update = {"status": "silenced"}
        case MessageDelivered() | MessageBounced() | MessageAnsweredAbsent() | MessageDeclined():
            update = _afterwards(fact)
        case _:
            assert_never(fact)
    return message.model_copy(update={**update, "said_at": fact.at})


def _afterwards(
    fact: MessageDelivered | MessageBounced | MessageAnsweredAbsent | MessageDeclined,
) -> dict[str, object]:
    """What is told of a message after its end."""
    match fact:
        case MessageDelivered():
            return {"delivery": "delivered"}
        case MessageBounced():
            return {"delivery": "bounced", "bounce": fact.reason}
        case MessageAnsweredAbsent():
            return {"absent": True}
        case MessageDeclined():
            return {}
        case _:
            assert_never(fact)
