"""Notifier, domain: what to do with a message on its way out, and what its handover means."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import assert_never

from contracts.facts import MessageAttempted, ReminderFact
from contracts.outgoing import OutgoingMessage
from services.notifier.domain.ending import about, accepted, failed, silenced
from services.notifier.domain.rungs import Posting, Reminders
from services.notifier.domain.standing import Situation

MOST_UNKNOWN = 2
"""Attempts of unknown end after which a mail is given up: one doubtful repeat, no third."""


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
class Uncertain:
    """The connection broke before an answer: it may have taken the message."""

    reason: str


Handover = Accepted | Refused | Deferred | Uncertain
"""How handing a message to a relay or gateway ended; reasons are codes, never addresses."""


@dataclass(frozen=True)
class Limits:
    """How long a message is tried (real time); the hours for SMS (civil, in the plan's zone)."""

    give_up_after: timedelta
    sms_from: time
    sms_until: time


@dataclass(frozen=True)
class Leave:
    """The message has ended already."""


@dataclass(frozen=True)
class Postpone:
    """Not at this hour: try again at `until`."""

    until: datetime


@dataclass(frozen=True)
class Drop:
    """The message is not sent; these facts say so."""

    facts: list[ReminderFact]


@dataclass(frozen=True)
class Send:
    """Hand the message over, after saying `facts`. `uncertain`: it may have gone out before."""

    address: str
    attempt: int
    uncertain: bool
    facts: list[ReminderFact]


Step = Leave | Postpone | Drop | Send


def decide(
    situation: Situation,
    reminders: Reminders,
    message: OutgoingMessage,
    address: str | None,
    *,
    now: datetime,
    age: timedelta,
    limits: Limits,
) -> Step:
    """What to do with a message; raises KeyError for one that was never said to be composed.

    A gateway is asked again under the same request id and answers whether it had it; a mail
    relay cannot be asked, so a mail whose attempt ended unknown is sent once more and counted.
    """
    posting = reminders.messages[message.message]
    if posting.ended:
        return Leave()
    mail = posting.channel == "email"
    if mail and posting.unknown >= MOST_UNKNOWN:
        # Before all else: it may have gone out twice, which is counted also where it is needless.
        return Drop(failed(situation, reminders, message, "outcome-unknown", now))
    if situation.needless(posting.key) or situation.overtaken(posting.key, now):
        return Drop(silenced(situation, reminders, message, now))
    if address is None or age > limits.give_up_after:
        reason = _why_given_up(posting, address)
        return Drop(failed(situation, reminders, message, reason, now))
    if not mail and (until := _next_hour(situation, now, limits)) > now:
        return Postpone(until)
    uncertain = posting.unknown > 0
    attempt = posting.attempts + (0 if uncertain and not mail else 1)
    said = MessageAttempted(**about(message, now), message=message.message, attempt=attempt)
    return Send(
        address=address,
        attempt=attempt,
        uncertain=uncertain and mail,
        facts=[] if attempt == posting.attempts else [said],
    )


def _why_given_up(posting: Posting, address: str | None) -> str:
    """The code of a message that is still needed and not tried any more."""
    if address is None:
        return "no-address"
    return "outcome-unknown" if posting.channel == "email" and posting.unknown else "gave-up"


def _next_hour(situation: Situation, now: datetime, limits: Limits) -> datetime:
    """`now`, or the next moment at which an SMS does not disturb."""
    local = now.astimezone(situation.plan.zone)
    if limits.sms_from <= local.time() < limits.sms_until:
        return now
    day = local.date() + timedelta(days=int(local.time() >= limits.sms_until))
    return datetime.combine(day, limits.sms_from, situation.plan.zone)


def settle(
    situation: Situation,
    reminders: Reminders,
    message: OutgoingMessage,
    send: Send,
    handover: Handover,
    now: datetime,
) -> list[ReminderFact]:
    """What to say of a handover; nothing when it was said, or when there is nothing to say.

    Called after each, and again after a conflict, with the reminders as they are then. A mail
    refused for now surely did not go out, which is worth saying: the next attempt is no
    duplicate. A gateway can be asked again anyhow.
    """
    posting = reminders.messages[message.message]
    if posting.ended:
        return []
    match handover:
        case Accepted(provider_id):
            return accepted(reminders, message, send.uncertain, provider_id, now)
        case Refused(reason):
            return failed(situation, reminders, message, reason, now)
        case Deferred(reason):
            if message.channel == "sms" or posting.attempts != send.attempt or not posting.unknown:
                return []
            said = MessageAttempted(
                **about(message, now),
                message=message.message,
                attempt=send.attempt,
                refused=reason,
            )
            return [said]
        case Uncertain():
            return []
        case _:
            assert_never(handover)
