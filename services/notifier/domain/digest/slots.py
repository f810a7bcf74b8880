"""Notifier, domain: in which hour's message of a person a rung goes, within hours and budget."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from contracts.outgoing import AnyEntry, Slot, SlotsGathered
from contracts.plan import Channel

KEPT = timedelta(days=2)
"""How long what has left is remembered: longer than any day that a budget counts."""
HOUR = timedelta(hours=1)


Change = Callable[[SlotsGathered], SlotsGathered]


class Whom(NamedTuple):
    """Whose slots: one address, by its keyed hash, whichever units it serves."""

    person: str
    channel: Channel


@dataclass(frozen=True)
class Manners:
    """How many messages a person gets a day, over all plans; when no SMS leaves (civil hours)."""

    mails_a_day: int
    sms_a_day: int
    sms_from: time
    sms_until: time

    def a_day(self, channel: Channel) -> int:
        return self.mails_a_day if channel == "email" else self.sms_a_day

    def awake(self, channel: Channel, moment: datetime, zone: ZoneInfo) -> datetime:
        """The moment, or the next one at which an SMS does not disturb."""
        local = moment.astimezone(zone)
        if channel == "email" or self.sms_from <= local.time() < self.sms_until:
            return moment
        return self._begin(local, zone, days=int(local.time() >= self.sms_until))

    def tomorrow(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """When the next day's first message leaves."""
        return self._begin(moment.astimezone(zone), zone, days=1)

    def _begin(self, local: datetime, zone: ZoneInfo, days: int) -> datetime:
        return datetime.combine(local.date() + timedelta(days=days), self.sms_from, zone)


def hour_of(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def message_id(whom: Whom, office: str, leaves_at: datetime) -> str:
    """One message's identity, from the slot to the gateway: the same however often it is made."""
    words = (*whom, office, f"{hour_of(leaves_at):%Y%m%dT%H}")
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:32]


def list_id(whom: Whom, office: str, listing: "Listing", day: date) -> str:
    """The identity of a day's list for whoever sits above."""
    words = (*whom, office, *listing, f"{day:%Y%m%d}")
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:32]


def find(known: SlotsGathered, message: str) -> Slot | None:
    return next((slot for slot in known.slots if slot.message == message), None)


def entered(
    known: SlotsGathered,
    entry: AnyEntry,
    but: str | None = None,
    gone_by: datetime | None = None,
) -> Slot | None:
    """The slot that an entry is in already, other than one that it is to leave, and than those
    whose message is `gone_by` then.
    """
    return next(
        (
            slot
            for slot in known.slots
            if entry in slot.entries
            and slot.message != but
            and not (gone_by and slot.closed and slot.leaves_at <= gone_by)
        ),
        None,
    )


class Listing(NamedTuple):
    """A list of a plan's late units, for a unit above them."""

    plan: str
    above: str


@dataclass(frozen=True)
class Opening:
    """By whom, and from when on, something is to be said to a person: in the hour's message, or in
    the day's list. `ahead_of`: it is not told before that moment.
    """

    whom: Whom
    office: str
    zone: ZoneInfo
    earliest: datetime
    listing: Listing | None = None
    ahead_of: datetime | None = None

    def enter(
        self,
        known: SlotsGathered,
        entry: AnyEntry,
        manners: Manners,
        but: str | None = None,
        gone_by: datetime | None = None,
    ) -> SlotsGathered:
        """The slots with the entry in one of them: in the one it was put into before, in the
        office's slot of the hour, or in the next one that is open and within the day's budget.
        """
        if entered(known, entry, but, gone_by):
            return known
        channel, leaves_at = self.whom.channel, self.earliest
        while True:
            leaves_at = manners.awake(channel, leaves_at, self.zone)
            message = self._message(leaves_at)
            slot = find(known, message)
            if slot is None and self._spent(known, leaves_at) >= manners.a_day(channel):
                leaves_at = self._tomorrow(leaves_at, manners)
            elif slot is None:
                new = Slot(
                    message=message, office=self.office, leaves_at=leaves_at, entries=[entry]
                )
                return _with(known, new)
            elif slot.closed and self.listing:
                leaves_at = self._tomorrow(leaves_at, manners)
            elif slot.closed or (self.ahead_of and slot.leaves_at < self.ahead_of):
                leaves_at = hour_of(leaves_at) + HOUR
            else:
                return _with(known, _plus(slot, entry))

    def _message(self, leaves_at: datetime) -> str:
        if self.listing is None:
            return message_id(self.whom, self.office, leaves_at)
        day = leaves_at.astimezone(self.zone).date()
        return list_id(self.whom, self.office, self.listing, day)

    def _tomorrow(self, leaves_at: datetime, manners: Manners) -> datetime:
        """A list at its hour of the day, so that what comes then is in it too."""
        if self.listing is None:
            return manners.tomorrow(leaves_at, self.zone)
        return leaves_at.astimezone(self.zone) + timedelta(days=1)

    def _spent(self, known: SlotsGathered, leaves_at: datetime) -> int:
        """How many messages the person gets on that day already."""
        day = leaves_at.astimezone(self.zone).date()
        return sum(slot.leaves_at.astimezone(self.zone).date() == day for slot in known.slots)


def close(known: SlotsGathered, message: str) -> SlotsGathered:
    slot = find(known, message)
    return _with(known, slot.model_copy(update={"closed": True})) if slot else known


def restore(known: SlotsGathered, lost: Slot) -> SlotsGathered:
    """The slots with one that a lost stream held, or with what it lacks of that: what has left, or
    ended, is closed.
    """
    slot = find(known, lost.message) or lost
    for entry in lost.entries:
        slot = slot if entry in slot.entries else _plus(slot, entry)
    return _with(known, slot.model_copy(update={"closed": slot.closed or lost.closed}))


def pruned(known: SlotsGathered, now: datetime) -> SlotsGathered:
    """Without what left so long ago that no day's budget counts it."""
    kept = [slot for slot in known.slots if not slot.closed or now - slot.leaves_at < KEPT]
    return SlotsGathered(slots=kept)


def _plus(slot: Slot, entry: AnyEntry) -> Slot:
    return slot.model_copy(update={"entries": [*slot.entries, entry]})


def _with(known: SlotsGathered, slot: Slot) -> SlotsGathered:
    others: Iterable[Slot] = (one for one in known.slots if one.message != slot.message)
    return SlotsGathered(slots=sorted([*others, slot], key=lambda one: one.leaves_at))
