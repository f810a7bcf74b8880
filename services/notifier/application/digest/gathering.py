"""Notifier, application: enters what is to be told into people's slots; each slot leaves once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from contracts import topology
from contracts.envelope import decode, encode, wrap
from contracts.facts import MessageComposed, NoticeComposed
from contracts.outgoing import (
    AnyEntry,
    Entry,
    OutgoingMessage,
    Slot,
    SlotDue,
    SlotsGathered,
)
from runtime.clock import Clock
from runtime.ports import Conflict, Latest, Outbox, Timers
from services.notifier.application.saying import SOURCE
from services.notifier.domain.digest import slots
from services.notifier.domain.digest.part import Part, daily, entry, list_of
from services.notifier.domain.digest.slots import Listing, Manners, Opening, Whom
from services.notifier.domain.renew import Restore
from services.notifier.domain.rungs import Key
from services.notifier.domain.standing import Situation
from services.notifier.domain.told.unreached import office_hour

Composed = MessageComposed | NoticeComposed
LISTS_WAIT = 10
"""How much longer a list is gathered, since what comes later waits for the next day's."""


@dataclass(frozen=True)
class Gathering:
    """What is gathered for people, each person's under a lock of its own.

    `gather_for` (real time) after its first entry a slot leaves, so that what other units owe at
    the same moment is in it. One of later than `closes` (campaign time) from then on is closed, and
    its message on its way, so long before it leaves.
    """

    kept: Latest
    timers: Timers
    outbox: Outbox
    clock: Clock
    manners: Manners
    gather_for: timedelta
    closes: timedelta

    async def enter(
        self,
        situation: Situation,
        whom: Whom,
        entries: Sequence[AnyEntry],
        but: str | None = None,
        gone_by: datetime | None = None,
    ) -> list[Composed]:
        """The facts that say in which message each entry is, which it surely is by then; all are
        a unit's own, or for one list, or for the office's daily mail.

        An entry that a crash left behind is found again, but in the message `but`, which they
        leave, and in what is `gone_by` then. What is entered ahead of its moment is told at it.
        """
        plan, above = situation.plan, list_of(entries[0])
        wait = self.gather_for if above is None else self.gather_for * LISTS_WAIT
        moment, now = max(one.fires_at for one in entries), self.clock.now()
        earliest = max(self.clock.campaign(self.clock.real(now) + wait), moment)
        if daily(entries[0]):
            earliest = office_hour(earliest, plan.zone, situation.working_days)
        listing = Listing(plan.id, above) if above else None
        opening = Opening(whom, plan.collecting_office, plan.zone, earliest, listing)
        if moment > now:
            opening = replace(opening, ahead_of=moment)

        def change(known: SlotsGathered) -> SlotsGathered:
            for one in entries:
                known = opening.enter(known, one, self.manners, but, gone_by)
            return known

        known = await self._change(whom, change)
        said = [(one, slots.entered(known, one, but, gone_by)) for one in entries]
        for slot in {slot.message: slot for _, slot in said if slot}.values():
            if not slot.closed:
                await self.set(whom, slot.message, slot.leaves_at)
        return [self._composed(whom, one, slot) for one, slot in said if slot]

    async def move(self, part: Part, key: Key, whom: Whom, now: datetime) -> Composed | None:
        """The fact that says in which other message that is which is in a part of one. What a crash
        left behind in a message that is gone by `now` without it goes into the next.
        """
        posting = part.posting
        fires_at = part.reminders.instances[key].fires_at or posting.leaves_at
        one = entry(part.situation, key, posting.keys[key], fires_at, posting.above)
        said = await self.enter(part.situation, whom, [one], part.message, now)
        return said[0] if said else None

    def _composed(self, whom: Whom, one: AnyEntry, slot: Slot) -> Composed:
        first = slot.entries[0]
        return (MessageComposed if isinstance(one, Entry) else NoticeComposed)(
            **one.model_dump(exclude={"fires_at"}),
            at=self.clock.now(),
            message=slot.message,
            channel=whom.channel,
            person=whom.person,
            leaves_at=slot.leaves_at,
            shared=(first.plan, first.unit) != (one.plan, one.unit),
        )

    async def leave(self, due: SlotDue) -> None:
        """A slot's moment has come: nothing more goes into it, and its message goes out. The same
        again where it was closed before, since a crash may have come between.
        """
        whom = Whom(due.person, due.channel)
        known = await self._change(whom, lambda known: slots.close(known, due.message))
        slot = slots.find(known, due.message)
        if slot is None:
            return
        message = OutgoingMessage(
            message=slot.message, entries=slot.entries, leaves_at=slot.leaves_at, **whom._asdict()
        )
        # What was restored later is another message under the same id: it finds what was said.
        name = f"{slot.message}-{len(slot.entries)}"
        event = encode(wrap(message, id=name, source=SOURCE))
        await self.outbox.put(topology.outbox(due.channel, slot.message), event, name)

    async def restore(self, lost: Restore) -> None:
        await self._change(lost.whom, lambda known: slots.restore(known, lost.slot))

    async def set(self, whom: Whom, message: str, leaves_at: datetime) -> None:
        due = SlotDue(message=message, **whom._asdict())
        event = encode(wrap(due, id=message, source=SOURCE))
        name, target = topology.slot_timer(message), topology.slot_target(message)
        gathered = self.clock.campaign(self.clock.real(self.clock.now()) + self.gather_for)
        closes = leaves_at - self.closes
        await self.timers.set(name, target, event, closes if closes > gathered else leaves_at)

    async def _change(self, whom: Whom, change: slots.Change) -> SlotsGathered:
        """What stands once it is changed, by whoever came first."""
        subject = topology.slots(whom.channel, whom.person)
        while True:
            held = await self.kept.find(subject)
            known = _slots(held.data) if held else SlotsGathered()
            changed = change(known)
            if changed == known:
                return known
            changed = slots.pruned(changed, self.clock.now())
            event = encode(wrap(changed, id=f"{whom.channel}.{whom.person}", source=SOURCE))
            try:
                await self.kept.replace(subject, event, held.sequence if held else 0)
            except Conflict:
                continue
            return changed


def _slots(data: bytes) -> SlotsGathered:
    known = decode(data, {SlotsGathered.wire: SlotsGathered}).data
    if not isinstance(known, SlotsGathered):
        raise TypeError(f"decoded as {type(known)}")
    return known
