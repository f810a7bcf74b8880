"""Notifier, domain: folds what was said on reminding a unit to each rung's and message's fate."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, assert_never

from contracts.facts import (
    MessageAccepted,
    MessageAttempted,
    MessageComposed,
    MessageFact,
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
from services.notifier.domain.standing import RungKey

Fate = Literal["waiting", "sent", "cancelled", "lapsed", "failed"]
Outcome = Literal["accepted", "failed", "silenced"]

FATES: dict[type[RungFact], Fate] = {
    RungSent: "sent",
    RungCancelled: "cancelled",
    RungLapsed: "lapsed",
    RungFailed: "failed",
}
OUTCOMES: dict[type[MessageFact], Outcome] = {
    MessageAccepted: "accepted",
    MessageFailed: "failed",
    MessageSilenced: "silenced",
}


@dataclass(frozen=True)
class Instance:
    """One rung instance: its fate, when its timer fires, and the messages composed for it."""

    fate: Fate = "waiting"
    fires_at: datetime | None = None
    messages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Posting:
    """One composed message. `unknown` counts attempts whose outcome was never learnt."""

    key: RungKey
    channel: Channel
    recipient: str
    attempts: int = 0
    unknown: int = 0
    outcome: Outcome | None = None


@dataclass(frozen=True)
class Story:
    """All that was said on evt.message.<plan>.<unit>."""

    instances: Mapping[RungKey, Instance] = field(default_factory=dict)
    messages: Mapping[str, Posting] = field(default_factory=dict)

    def with_instance(self, key: RungKey, instance: Instance) -> "Story":
        return replace(self, instances={**self.instances, key: instance})

    def with_message(self, name: str, posting: Posting) -> "Story":
        return replace(self, messages={**self.messages, name: posting})


def key_of(fact: RungFact) -> RungKey:
    """The rung instance that a fact is about."""
    return RungKey(fact.duty, fact.due, fact.rung)


def evolve(story: Story, fact: ReminderFact) -> Story:
    """The story after one more fact."""
    match fact:
        case RungScheduled():
            return story.with_instance(key_of(fact), Instance(fires_at=fact.fires_at))
        case RungSent() | RungCancelled() | RungLapsed() | RungFailed():
            return _settled(story, fact, FATES[type(fact)])
        case MessageComposed():
            return _composed(story, fact)
        case MessageAttempted():
            return _attempted(story, fact)
        case MessageAccepted() | MessageFailed() | MessageSilenced():
            return _ended(story, fact.message, OUTCOMES[type(fact)])
        case _:
            assert_never(fact)


def _settled(story: Story, fact: RungFact, fate: Fate) -> Story:
    known = story.instances.get(key_of(fact), Instance())
    return story.with_instance(key_of(fact), replace(known, fate=fate))


def _composed(story: Story, fact: MessageComposed) -> Story:
    key = key_of(fact)
    known = story.instances.get(key, Instance())
    composed = replace(known, messages=(*known.messages, fact.message))
    posting = Posting(key, fact.channel, fact.recipient)
    return story.with_instance(key, composed).with_message(fact.message, posting)


def _attempted(story: Story, fact: MessageAttempted) -> Story:
    posting = story.messages[fact.message]
    unknown = posting.unknown + (-1 if fact.refused else 1)
    return story.with_message(
        fact.message, replace(posting, attempts=fact.attempt, unknown=unknown)
    )


def _ended(story: Story, name: str, outcome: Outcome) -> Story:
    return story.with_message(name, replace(story.messages[name], outcome=outcome))
