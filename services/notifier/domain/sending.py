"""Notifier, domain: what to do with a message on its way out, and what its outcome means."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, assert_never

from contracts.facts import (
    MessageAccepted,
    MessageAttempted,
    MessageFailed,
    MessageSilenced,
    ReminderFact,
    RungCancelled,
    RungFailed,
    RungLapsed,
    RungSent,
)
from contracts.outgoing import OutgoingMessage
from services.notifier.domain.rungs import Story
from services.notifier.domain.standing import Part

MOST_UNKNOWN = 2
"""Attempts of unknown outcome after which a mail is given up: one doubtful repeat, no third."""


@dataclass(frozen=True)
class Accepted:
    """The relay or gateway took the message; this is not yet delivery."""

    provider_id: str | None = None


@dataclass(frozen=True)
class Refused:
    """It will never take the message."""

    reason: str


@dataclass(frozen=True)
class Deferred:
    """It did not take the message this time, and said so."""

    reason: str


@dataclass(frozen=True)
class Unknown:
    """The line broke before an answer: it may have taken the message."""

    reason: str


Outcome = Accepted | Refused | Deferred | Unknown
"""What a relay or gateway answers; reasons are codes, never addresses."""


@dataclass(frozen=True)
class Limits:
    """How long a message is tried (real time); the hours for SMS (civil, in the plan's zone)."""

    give_up_after: timedelta
    sms_from: time
    sms_until: time


@dataclass(frozen=True)
class Leave:
    """The message has its outcome already."""


@dataclass(frozen=True)
class Wait:
    """Not at this hour: try again at `until`."""

    until: datetime


@dataclass(frozen=True)
class End:
    """The message is not sent; these facts say so."""

    facts: list[ReminderFact]


@dataclass(frozen=True)
class Hand:
    """Hand the message over, after saying `facts`. `uncertain`: it may have gone out before."""

    address: str
    attempt: int
    uncertain: bool
    facts: list[ReminderFact]


Step = Leave | Wait | End | Hand


def decide(
    part: Part,
    story: Story,
    message: OutgoingMessage,
    address: str | None,
    *,
    now: datetime,
    age: timedelta,
    limits: Limits,
) -> Step:
    """What to do with a message; raises KeyError for one that was never said to be composed.

    A gateway is asked again under the same request id and answers whether it had it; a mail
    relay cannot be asked, so a mail of unknown outcome is sent once more and counted.
    """
    posting = story.messages[message.message]
    if posting.outcome is not None:
        return Leave()
    if part.needless(posting.key) or part.overtaken(posting.key, now):
        return End(_silenced(part, story, message, now))
    mail = posting.channel == "email"
    if address is None:
        return End(_failed(part, story, message, "no-address", now))
    if age > limits.give_up_after or (mail and posting.unknown >= MOST_UNKNOWN):
        reason = "outcome-unknown" if mail and posting.unknown else "gave-up"
        return End(_failed(part, story, message, reason, now))
    if not mail and (until := _next_hour(part, now, limits)) > now:
        return Wait(until)
    uncertain = posting.unknown > 0
    attempt = posting.attempts + (0 if uncertain and not mail else 1)
    said = MessageAttempted(**_of(message, now), message=message.message, attempt=attempt)
    return Hand(
        address=address,
        attempt=attempt,
        uncertain=uncertain and mail,
        facts=[] if attempt == posting.attempts else [said],
    )


def _next_hour(part: Part, now: datetime, limits: Limits) -> datetime:
    """`now`, or the next moment at which an SMS does not disturb."""
    local = now.astimezone(part.plan.zone)
    if limits.sms_from <= local.time() < limits.sms_until:
        return now
    day = local.date() + timedelta(days=int(local.time() >= limits.sms_until))
    return datetime.combine(day, limits.sms_from, part.plan.zone)


def settle(
    known: tuple[Part, Story],
    message: OutgoingMessage,
    hand: Hand,
    outcome: Outcome,
    now: datetime,
) -> list[ReminderFact]:
    """What to say of an outcome; nothing when it was said, or when there is nothing to say.

    A mail refused for now surely did not go out, which is worth saying: the next attempt is no
    duplicate. A gateway can be asked again anyhow.
    """
    part, story = known
    posting = story.messages[message.message]
    if posting.outcome is not None:
        return []
    match outcome:
        case Accepted(provider_id):
            return _accepted(story, message, hand.uncertain, provider_id, now)
        case Refused(reason):
            return _failed(part, story, message, reason, now)
        case Deferred(reason):
            if message.channel == "sms" or posting.attempts != hand.attempt or not posting.unknown:
                return []
            said = MessageAttempted(
                **_of(message, now),
                message=message.message,
                attempt=hand.attempt,
                refused=reason,
            )
            return [said]
        case Unknown():
            return []
        case _:
            assert_never(outcome)


def _accepted(
    story: Story, message: OutgoingMessage, uncertain: bool, provider_id: str | None, now: datetime
) -> list[ReminderFact]:
    """The first accepted message makes the rung sent."""
    taken = MessageAccepted(
        **_of(message, now),
        message=message.message,
        channel=message.channel,
        provider_id=provider_id,
        uncertain=uncertain,
    )
    first = story.instances[story.messages[message.message].key].fate == "waiting"
    return [taken, RungSent(**_rung(message, now))] if first else [taken]


def _failed(
    part: Part, story: Story, message: OutgoingMessage, reason: str, now: datetime
) -> list[ReminderFact]:
    """The last message of a rung to end settles the rung, unless one was accepted."""
    lost = MessageFailed(
        **_of(message, now), message=message.message, channel=message.channel, reason=reason
    )
    return [lost, *_settled(part, story, message, lost)]


def _silenced(
    part: Part, story: Story, message: OutgoingMessage, now: datetime
) -> list[ReminderFact]:
    quiet = MessageSilenced(**_of(message, now), message=message.message)
    return [quiet, *_settled(part, story, message, quiet)]


def _settled(
    part: Part, story: Story, message: OutgoingMessage, last: MessageFailed | MessageSilenced
) -> list[ReminderFact]:
    """The rung's fate once its last message has ended and none was accepted."""
    key = story.messages[message.message].key
    instance = story.instances[key]
    others = [story.messages[name] for name in instance.messages if name != message.message]
    if instance.fate != "waiting" or any(other.outcome is None for other in others):
        return []
    about = _rung(message, last.at)
    if isinstance(last, MessageFailed) and all(other.outcome == "failed" for other in others):
        return [RungFailed(**about, reason=last.reason)]
    reason = part.needless(key)
    if reason is None and part.overtaken(key, last.at):
        return [RungLapsed(**about)]
    return [RungCancelled(**about, reason=reason or "met")]


def _of(message: OutgoingMessage, now: datetime) -> dict[str, Any]:
    return {"plan": message.plan, "unit": message.unit, "at": now}


def _rung(message: OutgoingMessage, now: datetime) -> dict[str, Any]:
    return {
        **_of(message, now),
        "duty": message.duty,
        "due": message.due,
        "rung": message.rung,
    }
