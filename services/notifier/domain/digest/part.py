"""Notifier, domain: what of a message is one unit's in one plan, and where that stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from contracts.outgoing import Entry
from services.notifier.domain.rungs import Posting, Reminders, RungKey
from services.notifier.domain.standing import Situation


class Reached(NamedTuple):
    """Where a recipient is reached now, and which person that is."""

    address: str
    person: str


@dataclass(frozen=True)
class Part:
    """One unit's share of a message, by what was read last. Of `reached` a rung is missing whose
    recipient cannot be written to any more.
    """

    message: str
    situation: Situation
    reminders: Reminders
    reached: Mapping[RungKey, Reached]

    @property
    def posting(self) -> Posting:
        return self.reminders.messages[self.message]

    def rungs(self) -> Iterator[RungKey]:
        """The rungs that are in this message: another one may have gone out about them."""
        for key in self.posting.keys:
            if self.message in self.reminders.instances[key].messages:
                yield key

    def wanted(self, now: datetime) -> list[RungKey]:
        """Those that are still to be reminded of."""
        return [
            key
            for key in self.rungs()
            if not self.situation.needless(key) and not self.situation.overtaken(key, now)
        ]

    def ours(self, key: RungKey) -> bool:
        """Whether the recipient still is the message's person."""
        reached = self.reached.get(key)
        return reached is not None and reached.person == self.posting.person

    def to_tell(self, now: datetime) -> list[RungKey]:
        """Those that the message is to speak of, if it leaves now."""
        return [key for key in self.wanted(now) if self.ours(key)]


def entry(situation: Situation, key: RungKey, recipient: str, fires_at: datetime) -> Entry:
    return Entry(
        plan=situation.plan.id,
        unit=situation.unit,
        duty=key.duty,
        due=key.due,
        rung=key.rung,
        fires_at=fires_at,
        recipient=recipient,
    )


def key_of_entry(one: Entry) -> RungKey:
    return RungKey(one.duty, one.due, one.rung)


def unsaid(reminders: Reminders, one: Entry) -> bool:
    """Whether who put the entry there has still to say so: a crash may have come between, and the
    timer comes again. What was decided otherwise since then is not waited for.
    """
    instance = reminders.instances.get(key_of_entry(one))
    if instance is None:
        return True
    same = instance.fires_at == one.fires_at
    return instance.fate == "waiting" and not instance.messages and same
