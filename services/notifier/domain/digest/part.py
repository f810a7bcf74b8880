"""Notifier, domain: what of a message is one unit's in one plan, and where that stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from contracts.outgoing import Entry
from contracts.plan import Channel
from services.notifier.domain.escalating.readers import listed_at
from services.notifier.domain.rungs import Posting, Reminders, RungKey
from services.notifier.domain.standing import Situation


class Reached(NamedTuple):
    """Where a recipient is reached now, which person that is, and in which role."""

    address: str
    person: str
    role: str = "officer"


@dataclass(frozen=True)
class Part:
    """One unit's share of a message, by what was read last. Of `reached` a rung is missing whose
    recipient cannot be written to any more; `officers`: by who bears a duty, the names of those
    who do its work.
    """

    message: str
    situation: Situation
    reminders: Reminders
    reached: Mapping[RungKey, Reached]
    officers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def posting(self) -> Posting:
        return self.reminders.messages[self.message]

    def rungs(self) -> Iterator[RungKey]:
        """The rungs that are in this message: another one may have gone out about them."""
        for key in self.posting.keys:
            if self.message in self.reminders.instances[key].messages:
                yield key

    def wanted(self, now: datetime) -> list[RungKey]:
        """Those that are still to be reminded of, as far as the office lets them be."""
        return [
            key
            for key in self.rungs()
            if not self.situation.needless(key)
            and self.meant(key)
            and not self.situation.overtaken(key, now)
            and not self.situation.stopped(key, self.posting.channel)
        ]

    def meant(self, key: RungKey) -> bool:
        """Whether whose list it is still sits above; of a reminder always."""
        above = self.posting.above
        return above is None or above in listed_at(self.situation, key)

    def held(self) -> bool:
        """Whether the office holds any of them back."""
        return any(self.situation.held(key, self.posting.channel) for key in self.rungs())

    def ours(self, key: RungKey) -> bool:
        """Whether the recipient still is the message's person."""
        reached = self.reached.get(key)
        return reached is not None and reached.person == self.posting.person

    def to_tell(self, now: datetime) -> list[RungKey]:
        """Those that the message is to speak of, if it leaves now."""
        return [key for key in self.wanted(now) if self.ours(key)]


def entry(
    situation: Situation,
    key: RungKey,
    recipient: str,
    fires_at: datetime,
    above: str | None = None,
) -> Entry:
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


def key_of_entry(one: Entry) -> RungKey:
    return RungKey(one.duty, one.due, one.rung)


def unsaid(situation: Situation, reminders: Reminders, one: Entry, channel: Channel) -> bool:
    """Whether who put the entry there has still to say so: a crash may have come between, and the
    timer comes again. What was decided otherwise since then is not waited for, nor what is held
    back: it will be another entry.
    """
    key = key_of_entry(one)
    instance = reminders.instances.get(key)
    if key.duty in situation.duties and situation.held(key, channel):
        return False
    if instance is None:
        return True
    same = instance.fires_at == one.fires_at
    return instance.fate == "waiting" and not instance.messages and same
