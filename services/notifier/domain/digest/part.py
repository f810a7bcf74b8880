"""Notifier, domain: what of a message is one unit's in one plan, and where that stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from contracts.outgoing import AnyEntry, Entry, NoticeEntry
from contracts.plan import Channel
from contracts.reach import Unreached
from contracts.words import Topic
from services.notifier.domain.escalating.readers import listed_at
from services.notifier.domain.rungs import Key, NoticeKey, Posting, Reminders, RungKey
from services.notifier.domain.standing import Situation


class Reached(NamedTuple):
    """Where a recipient is reached now, which person that is, in which role, and for which
    successor, by its name, where the unit has ended.
    """

    address: str
    person: str
    role: str = "officer"
    successor: str = ""


@dataclass(frozen=True)
class Part:
    """One unit's share of a message, by what was read last. Of `reached` a rung or notice is
    missing whose recipient cannot be written to any more; `officers`: by who bears a duty, the
    names of those who do its work; `gaps`: where its units are out of reach.
    """

    message: str
    situation: Situation
    reminders: Reminders
    reached: Mapping[Key, Reached]
    officers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    gaps: Mapping[NoticeKey, tuple[Unreached, ...]] = field(default_factory=dict)

    @property
    def posting(self) -> Posting:
        return self.reminders.messages[self.message]

    def inside(self) -> Iterator[Key]:
        """What is in this message: another one may have gone out about it."""
        for key in self.posting.keys:
            if self.message in self.reminders.instances[key].messages:
                yield key

    def wanted(self, now: datetime) -> list[Key]:
        """What is still to be told, as far as the office lets it be."""
        return [
            key
            for key in self.inside()
            if self.still(key, now) and not self.situation.stopped(key, self.posting.channel)
        ]

    def still(self, key: Key, now: datetime) -> bool:
        """Whether it still is true, or needed."""
        if isinstance(key, NoticeKey):
            if key.kind == "unreached":
                return bool(self.gaps.get(key))
            return self.situation.still_true(key)
        overtaken = self.situation.overtaken(key, now)
        return not self.situation.needless(key) and self.meant(key) and not overtaken

    def meant(self, key: RungKey) -> bool:
        """Whether whose list it is still sits above; of a reminder always."""
        above = self.posting.above
        return above is None or above in listed_at(self.situation, key)

    def held(self) -> bool:
        """Whether the office holds any of them back."""
        return any(self.situation.held(key, self.posting.channel) for key in self.inside())

    def ours(self, key: Key) -> bool:
        """Whether the recipient still is the message's person."""
        reached = self.reached.get(key)
        return reached is not None and reached.person == self.posting.person

    def to_tell(self, now: datetime) -> list[Key]:
        """Those that the message is to speak of, if it leaves now."""
        return [key for key in self.wanted(now) if self.ours(key)]


def topic_of(key: Key, above: str | None) -> Topic:
    """What somebody declines who wants nothing like it."""
    if isinstance(key, NoticeKey):
        return "notices"
    return "reminders" if above is None else "lists"


def entry(
    situation: Situation,
    key: Key,
    recipient: str,
    fires_at: datetime,
    above: str | None = None,
) -> AnyEntry:
    if isinstance(key, NoticeKey):
        return NoticeEntry(
            plan=situation.plan.id,
            unit=situation.unit,
            **key._asdict(),
            fires_at=fires_at,
            recipient=recipient,
        )
    return Entry(
        plan=situation.plan.id,
        unit=situation.unit,
        duty=key.duty,
        due=key.due,
        rung=key.rung,
        fires_at=fires_at,
        recipient=recipient,
        above=above,
    )


def list_of(one: AnyEntry) -> str | None:
    """In whose list of the late it is put; None: it is told to whom it is about."""
    return one.above if isinstance(one, Entry) else None


def daily(one: AnyEntry) -> bool:
    """Whether it goes into the collecting office's mail of the day."""
    return isinstance(one, NoticeEntry) and one.kind == "unreached"


def key_of_entry(one: AnyEntry) -> Key:
    if isinstance(one, NoticeEntry):
        return NoticeKey(one.kind, one.about, one.happened_at)
    return RungKey(one.duty, one.due, one.rung)


def unsaid(situation: Situation, reminders: Reminders, one: AnyEntry, channel: Channel) -> bool:
    """Whether who put the entry there has still to say so: a crash may have come between, and the
    timer or fact comes again. What was decided otherwise since then is not waited for, nor what is
    held back: it will be another entry.
    """
    key = key_of_entry(one)
    instance = reminders.instances.get(key)
    if situation.held(key, channel):
        return False
    if instance is None:
        return True
    at = situation.tells_from(key) if isinstance(key, NoticeKey) else instance.fires_at
    same = at == one.fires_at
    return instance.fate == "waiting" and not instance.messages and same
