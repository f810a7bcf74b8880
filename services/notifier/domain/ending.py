"""Notifier, domain: the facts that end a message, and settle its rung with the last of them."""

from datetime import datetime
from typing import Any

from contracts.facts import (
    MessageAccepted,
    MessageFailed,
    MessageSilenced,
    ReminderFact,
    RungCancelled,
    RungFailed,
    RungLapsed,
    RungSent,
)
from contracts.outgoing import OutgoingMessage
from services.notifier.domain.rungs import Reminders
from services.notifier.domain.standing import Situation


def accepted(
    reminders: Reminders,
    message: OutgoingMessage,
    uncertain: bool,
    provider_id: str | None,
    now: datetime,
) -> list[ReminderFact]:
    """The first accepted message makes the rung sent."""
    taken = MessageAccepted(
        **about(message, now),
        message=message.message,
        channel=message.channel,
        provider_id=provider_id,
        uncertain=uncertain,
    )
    first = reminders.instances[reminders.messages[message.message].key].fate == "waiting"
    return [taken, RungSent(**_rung(message, now))] if first else [taken]


def failed(
    situation: Situation,
    reminders: Reminders,
    message: OutgoingMessage,
    reason: str,
    now: datetime,
) -> list[ReminderFact]:
    failed = MessageFailed(
        **about(message, now), message=message.message, channel=message.channel, reason=reason
    )
    return [failed, *_settled(situation, reminders, message, failed)]


def silenced(
    situation: Situation, reminders: Reminders, message: OutgoingMessage, now: datetime
) -> list[ReminderFact]:
    silenced = MessageSilenced(**about(message, now), message=message.message)
    return [silenced, *_settled(situation, reminders, message, silenced)]


def _settled(
    situation: Situation,
    reminders: Reminders,
    message: OutgoingMessage,
    last: MessageFailed | MessageSilenced,
) -> list[ReminderFact]:
    """What a message that was not accepted makes of its rung, if it is the last of it to end.

    A rung whose messages all failed has failed; where one was silenced, it has lapsed or was
    cancelled, by why that was. One with an accepted message is sent, and stays so.
    """
    key = reminders.messages[message.message].key
    instance = reminders.instances[key]
    others = [reminders.messages[name] for name in instance.messages if name != message.message]
    if instance.fate != "waiting" or not all(other.ended for other in others):
        return []
    rung = _rung(message, last.at)
    if isinstance(last, MessageFailed) and all(other.status == "failed" for other in others):
        return [RungFailed(**rung, reason=last.reason)]
    reason = situation.needless(key)
    if reason is None and situation.overtaken(key, last.at):
        return [RungLapsed(**rung)]
    return [RungCancelled(**rung, reason=reason or "met")]


def about(message: OutgoingMessage, now: datetime) -> dict[str, Any]:
    return {"plan": message.plan, "unit": message.unit, "at": now}


def _rung(message: OutgoingMessage, now: datetime) -> dict[str, Any]:
    return {
        **about(message, now),
        "duty": message.duty,
        "due": message.due,
        "rung": message.rung,
    }
