"""Notifier, domain: the facts that end a message in one unit's history, and settle its rungs; and
what is told of one after its end.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, assert_never

from contracts.facts import (
    MessageAccepted,
    MessageAnsweredAbsent,
    MessageBounced,
    MessageDelivered,
    MessageFailed,
    MessageSilenced,
    NoticeSent,
    ReminderFact,
    RungCancelled,
    RungFailed,
    RungLapsed,
    RungScheduled,
    RungSent,
)
from services.notifier.domain.digest.part import Part
from services.notifier.domain.rungs import (
    Key,
    MessageEnded,
    NoticeKey,
    Posting,
    Reminders,
)
from services.notifier.domain.told.settled import not_told
from services.notifier.domain.told.trouble import NO_ADDRESS


@dataclass(frozen=True)
class Told:
    """What became of a message; `reason` is a code. `permanent`: the address is no good; absent:
    a program answered that nobody reads there at present, `until` when if it says so.
    """

    what: Literal["delivered", "bounced", "absent"]
    reason: str = ""
    permanent: bool = False
    until: date | None = None


@dataclass(frozen=True)
class Returned:
    """What a mail that came back says of one that we sent: `messages` are the ids that it may be
    about, the likeliest first.
    """

    messages: tuple[str, ...]
    told: Told


@dataclass(frozen=True)
class Taken:
    """The relay or gateway has the message."""

    provider_id: str | None
    uncertain: bool


@dataclass(frozen=True)
class Failed:
    """It will never leave; the reason is a code."""

    reason: str


@dataclass(frozen=True)
class Silent:
    """There was nobody to tell, or nothing."""


End = Taken | Failed | Silent
"""How a message ended, for all that are in it."""


def end_of(fact: MessageEnded) -> End:
    """What was said of it in its first unit's history holds for the others."""
    match fact:
        case MessageAccepted():
            return Taken(fact.provider_id, fact.uncertain)
        case MessageFailed():
            return Silent() if fact.reason == NO_ADDRESS else Failed(fact.reason)
        case MessageSilenced():
            return Silent()
        case _:
            assert_never(fact)


def left_over(part: Part, end: End, told: Collection[Key], now: datetime) -> list[Key]:
    """What is still to be told, and goes into another message: of the person whom its
    recipient is by now.
    """
    return [
        key
        for key in part.wanted(now)
        if key in part.reached
        and not (isinstance(end, Taken) and key in told)
        and not (isinstance(end, Failed) and part.ours(key))
    ]


def ended(
    part: Part,
    end: End,
    told: Collection[Key],
    *,
    home: bool,
    moved: Collection[Key],
    now: datetime,
) -> list[ReminderFact]:
    """`told` is of the unit's what the message spoke of, `moved` what another message takes over.
    In the history that is the message's `home` the end is said as it was; another says
    what the message was to its unit.
    """
    fact = _fact(part, end, told, home=home, now=now)
    settled: list[ReminderFact] = [fact]
    for key in part.inside():
        if key not in moved:
            settled += _settled(part, key, fact, told, now)
    return settled


def _fact(
    part: Part, end: End, told: Collection[Key], *, home: bool, now: datetime
) -> MessageEnded:
    channel, said = part.posting.channel, about(part, now)
    match end:
        case Taken(provider_id, uncertain) if home or told:
            # Another replica may have a mail in hand too, whose end nobody will hear after this.
            twice = home and channel == "email" and part.posting.unknown > 1
            return MessageAccepted(
                **said, channel=channel, provider_id=provider_id, uncertain=uncertain or twice
            )
        case Failed(reason) if home or part.to_tell(now):
            return MessageFailed(**said, channel=channel, reason=reason)
        case Taken() | Failed() | Silent():
            if any(key not in part.reached for key in part.wanted(now)):
                return MessageFailed(**said, channel=channel, reason=NO_ADDRESS)
            return MessageSilenced(**said)
        case _:
            assert_never(end)


def _settled(
    part: Part, key: Key, fact: MessageEnded, told: Collection[Key], now: datetime
) -> list[ReminderFact]:
    """What the end of a message makes of a rung or notice in it: sent, if the message told of it;
    else what it is without that, if no other message of it is still on its way. One of which
    another message told stays sent; what the office holds back waits again, and is in no message.
    """
    instance = part.reminders.instances[key]
    if instance.fate != "waiting":
        return []
    messages = part.reminders.messages
    others = [messages[one] for one in instance.messages if one != part.message]
    notice, situation, channel = isinstance(key, NoticeKey), part.situation, part.posting.channel
    said = {"plan": situation.plan.id, "unit": situation.unit, "at": now, **key._asdict()}
    if isinstance(fact, MessageAccepted) and key in told:
        return [NoticeSent(**said) if notice else RungSent(**said)]
    if any(other.end is None for other in others):
        return []
    ended = [(part.posting, fact), *((other, other.end) for other in others)]
    held = any(_held(part, key, posting, end) for posting, end in ended)
    failed = fact.reason if isinstance(fact, MessageFailed) else NO_ADDRESS
    if isinstance(key, NoticeKey):
        true = part.still(key, now)
        return [not_told(situation, key, channel, now, true=true, held=held, why=failed)]
    if reason := situation.needless(key):
        return [RungCancelled(**said, reason=reason)]
    if situation.overtaken(key, now):
        return [RungLapsed(**said)]
    if not part.meant(key):
        return [RungCancelled(**said, reason="nobody-above")]
    if held:
        return [RungScheduled(**said, fires_at=instance.fires_at or now)]
    if situation.called_off(key, channel):
        return [RungCancelled(**said, reason="called-off")]
    return [RungFailed(**said, reason=failed)]


def _held(part: Part, key: Key, posting: Posting, end: MessageEnded | None) -> bool:
    """Whether a message ended without the rung since the office holds it back. One that was to
    speak of it and was refused has failed.
    """
    refused = isinstance(end, MessageFailed) and key in posting.told
    return not refused and part.situation.held(key, posting.channel) is not None


def about(part: Part, now: datetime) -> dict[str, Any]:
    return {
        "plan": part.situation.plan.id,
        "unit": part.situation.unit,
        "at": now,
        "message": part.message,
    }


def heard(
    reminders: Reminders, plan: str, unit: str, message: str, told: Told, now: datetime
) -> list[ReminderFact]:
    """The fact of it; none where the same was said, or the message never left.

    A message that arrived has arrived, whatever is told later.
    """
    posting = reminders.messages.get(message)
    if posting is None or not posting.attempts:
        return []
    if told.what == "absent":
        answered = MessageAnsweredAbsent(
            plan=plan, unit=unit, at=now, message=message, until=told.until
        )
        return [] if posting.absent else [answered]
    if posting.delivery in ("delivered", told.what):
        return []
    if told.what == "delivered":
        return [MessageDelivered(plan=plan, unit=unit, at=now, message=message)]
    bounced = MessageBounced(
        plan=plan,
        unit=unit,
        at=now,
        message=message,
        reason=told.reason,
        permanent=told.permanent,
    )
    return [bounced]
