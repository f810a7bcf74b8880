"""Notifier, domain: folds what was said to a unit to each rung's, notice's and message's fate."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple, assert_never

from contracts.facts import (
    Invitation,
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
    NoticeFact,
    NoticeFailed,
    NoticeSent,
    ReminderFact,
    RungCancelled,
    RungFact,
    RungFailed,
    RungLapsed,
    RungScheduled,
    RungSent,
)
from contracts.plan import Channel
from contracts.words import Delivery, NoticeKind, RungFate
from services.notifier.domain.told.trouble import out_of_reach

RungSettled = RungSent | RungCancelled | RungLapsed | RungFailed
Settled = RungSettled | NoticeSent | NoticeDropped | NoticeFailed
MessageEnded = MessageAccepted | MessageFailed | MessageSilenced


class RungKey(NamedTuple):
    """One rung instance: this rung of the ladder, of this duty, towards this due moment."""

    duty: str
    due: datetime
    rung: str


class NoticeKey(NamedTuple):
    """One thing that happened to a duty, or to an activity, and that its unit is told of once."""

    kind: NoticeKind
    about: str
    happened_at: datetime


Key = RungKey | NoticeKey
"""What a message may speak of."""


@dataclass(frozen=True)
class RungInstance:
    """What became of a rung instance, or of a notice; when its timer fires, where it has one, and
    the messages composed for it. A notice that was dropped for good is cancelled.
    """

    fate: RungFate = "waiting"
    fires_at: datetime | None = None
    messages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Posting:
    """A message as far as it is about this unit: its rungs and notices, each with its recipient's
    token.

    `told` are those of which the last attempt spoke, `unknown` counts attempts of which nobody
    knows how they ended, `end` is the fact that ended it, `shared` and `above` as in
    MessageComposed.
    `provider` has the last attempt, which began at `attempted_at`; `closed` will never take the
    message, `avoid` is who last refused it for now. `stands_in` as in MessageAttempted.
    """

    channel: Channel
    person: str
    leaves_at: datetime
    shared: bool
    keys: Mapping[Key, str]
    told: frozenset[Key] = frozenset()
    attempts: int = 0
    unknown: int = 0
    end: MessageEnded | None = None
    provider: str | None = None
    attempted_at: datetime | None = None
    closed: tuple[str, ...] = ()
    avoid: str | None = None
    delivery: Delivery = "unknown"
    absent: bool = False
    declined: bool = False
    above: str | None = None
    invitations: tuple[Invitation, ...] = ()
    stands_in: bool = False


@dataclass(frozen=True)
class Reminders:
    """All that was said on evt.message.<plan>.<unit>: rungs and notices by what they are about,
    messages by id.
    """

    instances: Mapping[Key, RungInstance] = field(default_factory=dict)
    messages: Mapping[str, Posting] = field(default_factory=dict)

    def rungs(self) -> Iterator[tuple[RungKey, RungInstance]]:
        """Without the notices."""
        for key, instance in self.instances.items():
            if isinstance(key, RungKey):
                yield key, instance

    def unreached(self) -> Iterator[NoticeKey]:
        """What the office is to be told of this unit, or was."""
        for key in self.instances:
            if isinstance(key, NoticeKey) and key.kind == "unreached":
                yield key

    def with_instance(self, key: Key, instance: RungInstance) -> "Reminders":
        return replace(self, instances={**self.instances, key: instance})

    def with_message(self, name: str, posting: Posting) -> "Reminders":
        return replace(self, messages={**self.messages, name: posting})


def key_of(fact: RungFact | NoticeFact) -> Key:
    """The rung instance or notice that a fact is about."""
    if isinstance(fact, RungFact):
        return RungKey(fact.duty, fact.due, fact.rung)
    return NoticeKey(fact.kind, fact.about, fact.happened_at)


def fate_of(fact: Settled) -> RungFate:
    """What a fact makes of its rung instance, or notice."""
    match fact:
        case RungSent() | NoticeSent():
            return "sent"
        case NoticeDropped(reason="held"):
            return "waiting"
        case RungCancelled() | NoticeDropped():
            return "cancelled"
        case RungLapsed():
            return "lapsed"
        case RungFailed() | NoticeFailed():
            return "failed"
        case _:
            assert_never(fact)


def evolve(reminders: Reminders, fact: ReminderFact) -> Reminders:
    """The reminders after one more fact; of one by which the unit was found to be out of reach its
    office is to be told.
    """
    reminders = _evolved(reminders, fact)
    if (by := out_of_reach(fact)) is None:
        return reminders
    return reminders.with_instance(NoticeKey("unreached", by, fact.at), RungInstance())


def _evolved(reminders: Reminders, fact: ReminderFact) -> Reminders:
    match fact:
        case RungScheduled():
            scheduled = RungInstance(fires_at=fact.fires_at)
            return reminders.with_instance(key_of(fact), scheduled)
        case RungSent() | RungCancelled() | RungLapsed() | RungFailed():
            return _settled(reminders, fact)
        case NoticeSent() | NoticeDropped() | NoticeFailed():
            return _settled(reminders, fact)
        case MessageComposed() | NoticeComposed():
            return _composed(reminders, fact)
        case MessageAttempted():
            return _attempted(reminders, fact)
        case MessageAccepted() | MessageFailed() | MessageSilenced():
            return _ended(reminders, fact)
        case MessageDelivered():
            return _told(reminders, fact.message, "delivered")
        case MessageBounced():
            return _told(reminders, fact.message, "bounced")
        case MessageAnsweredAbsent() | MessageDeclined():
            before = reminders.messages[fact.message]
            declined = isinstance(fact, MessageDeclined)
            after = replace(before, declined=True) if declined else replace(before, absent=True)
            return reminders.with_message(fact.message, after)
        case _:
            assert_never(fact)


def _settled(reminders: Reminders, fact: Settled) -> Reminders:
    before = reminders.instances.get(key_of(fact), RungInstance())
    if isinstance(fact, NoticeDropped) and fact.reason == "held":
        before = RungInstance()  # it will be in another message
    return reminders.with_instance(key_of(fact), replace(before, fate=fate_of(fact)))


def _composed(reminders: Reminders, fact: MessageComposed | NoticeComposed) -> Reminders:
    key = key_of(fact)
    instance = reminders.instances.get(key, RungInstance())
    instance = replace(instance, messages=(*instance.messages, fact.message))
    if isinstance(fact, NoticeComposed) and instance.fate == "failed":
        instance = replace(instance, fate="waiting")  # there is somebody to write to by now
    posting = reminders.messages.get(fact.message) or Posting(
        fact.channel,
        fact.person,
        fact.leaves_at,
        fact.shared,
        {},
        above=fact.above if isinstance(fact, MessageComposed) else None,
    )
    posting = replace(posting, keys={**posting.keys, key: fact.recipient})
    return reminders.with_instance(key, instance).with_message(fact.message, posting)


def _attempted(reminders: Reminders, fact: MessageAttempted) -> Reminders:
    """The attempt counts as unknown until its end is said; `refused` says that it sent nothing."""
    before = reminders.messages[fact.message]
    rungs: list[Key] = [RungKey(one.duty, one.due, one.rung) for one in fact.told]
    told = frozenset(
        [*rungs, *(NoticeKey(one.kind, one.about, one.happened_at) for one in fact.notices)]
    )
    unknown = before.unknown + (-1 if fact.refused else 1)
    attempted = replace(before, attempts=fact.attempt, unknown=unknown, told=told)
    stands_in = before.stands_in or fact.stands_in
    attempted = replace(attempted, invitations=tuple(fact.invitations), stands_in=stands_in)
    if not fact.refused:
        attempted = replace(attempted, provider=fact.provider, attempted_at=fact.at)
    elif fact.provider and fact.for_good:
        attempted = replace(attempted, closed=(*before.closed, fact.provider))
    elif fact.provider:
        attempted = replace(attempted, avoid=fact.provider)
    return reminders.with_message(fact.message, attempted)


def _ended(reminders: Reminders, fact: MessageEnded) -> Reminders:
    before = reminders.messages[fact.message]
    return reminders.with_message(fact.message, replace(before, end=fact))


def _told(reminders: Reminders, message: str, delivery: Delivery) -> Reminders:
    before = reminders.messages[message]
    return reminders.with_message(message, replace(before, delivery=delivery))
