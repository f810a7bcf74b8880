"""Notifier, domain: folds what was said on reminding a unit to each rung's and message's fate."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple, assert_never

from contracts.facts import (
    MessageAccepted,
    MessageAttempted,
    MessageComposed,
    MessageFailed,
    MessageSilenced,
    ReminderFact,
    RungCancelled,
    RungFact,
    RungFailed,
    RungLapsed,
    RungScheduled,
    RungSent,
)
from contracts.plan import Channel
from contracts.words import MessageStatus, RungFate

RungSettled = RungSent | RungCancelled | RungLapsed | RungFailed
MessageEnded = MessageAccepted | MessageFailed | MessageSilenced


class RungKey(NamedTuple):
    """One rung instance: this rung of the ladder, of this duty, towards this due moment."""

    duty: str
    due: datetime
    rung: str


@dataclass(frozen=True)
class RungInstance:
    """What became of a rung instance, when its timer fires, and the messages composed for it."""

    fate: RungFate = "waiting"
    fires_at: datetime | None = None
    messages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Posting:
    """One composed message. `unknown` counts attempts of which nobody knows how they ended."""

    key: RungKey
    channel: Channel
    recipient: str
    attempts: int = 0
    unknown: int = 0
    status: MessageStatus = "composed"

    @property
    def ended(self) -> bool:
        """Whether nothing more is to be done about the message."""
        match self.status:
            case "composed" | "attempted":
                return False
            case "accepted" | "failed" | "silenced":
                return True
            case _:
                assert_never(self.status)


@dataclass(frozen=True)
class Reminders:
    """All that was said on evt.message.<plan>.<unit>: rungs by instance, messages by id."""

    instances: Mapping[RungKey, RungInstance] = field(default_factory=dict)
    messages: Mapping[str, Posting] = field(default_factory=dict)

    def with_instance(self, key: RungKey, instance: RungInstance) -> "Reminders":
        return replace(self, instances={**self.instances, key: instance})

    def with_message(self, name: str, posting: Posting) -> "Reminders":
        return replace(self, messages={**self.messages, name: posting})


def key_of(fact: RungFact) -> RungKey:
    """The rung instance that a fact is about."""
    return RungKey(fact.duty, fact.due, fact.rung)


def fate_of(fact: RungSettled) -> RungFate:
    """What a fact makes of its rung instance."""
    match fact:
        case RungSent():
            return "sent"
        case RungCancelled():
            return "cancelled"
        case RungLapsed():
            return "lapsed"
        case RungFailed():
            return "failed"
        case _:
            assert_never(fact)


def status_of(fact: MessageEnded) -> MessageStatus:
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


def evolve(reminders: Reminders, fact: ReminderFact) -> Reminders:
    """The reminders after one more fact."""
    match fact:
        case RungScheduled():
            scheduled = RungInstance(fires_at=fact.fires_at)
            return reminders.with_instance(key_of(fact), scheduled)
        case RungSent() | RungCancelled() | RungLapsed() | RungFailed():
            return _settled(reminders, fact)
        case MessageComposed():
            return _composed(reminders, fact)
        case MessageAttempted():
            return _attempted(reminders, fact)
        case MessageAccepted() | MessageFailed() | MessageSilenced():
            return _ended(reminders, fact)
        case _:
            assert_never(fact)


def _settled(reminders: Reminders, fact: RungSettled) -> Reminders:
    before = reminders.instances.get(key_of(fact), RungInstance())
    return reminders.with_instance(key_of(fact), replace(before, fate=fate_of(fact)))


def _composed(reminders: Reminders, fact: MessageComposed) -> Reminders:
    key = key_of(fact)
    before = reminders.instances.get(key, RungInstance())
    composed = replace(before, messages=(*before.messages, fact.message))
    posting = Posting(key, fact.channel, fact.recipient)
    return reminders.with_instance(key, composed).with_message(fact.message, posting)


def _attempted(reminders: Reminders, fact: MessageAttempted) -> Reminders:
    """The attempt counts as unknown until its end is said; `refused` says that it sent nothing."""
    before = reminders.messages[fact.message]
    unknown = before.unknown + (-1 if fact.refused else 1)
    status = before.status if before.ended else "attempted"
    attempted = replace(before, attempts=fact.attempt, unknown=unknown, status=status)
    return reminders.with_message(fact.message, attempted)


def _ended(reminders: Reminders, fact: MessageEnded) -> Reminders:
    before = reminders.messages[fact.message]
    return reminders.with_message(fact.message, replace(before, status=status_of(fact)))
