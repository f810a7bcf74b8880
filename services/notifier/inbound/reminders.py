"""Notifier, inbound: a unit's facts set and cancel timers; fired timers put messages out."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol, cast

from contracts.envelope import decode, decode_batch
from contracts.facts import FACTS, PlanAmended, UnitFact
from contracts.outgoing import OUTGOING, Contacts, OutgoingMessage, RungDue
from runtime.clock import Clock
from runtime.delivery import Delivery
from services.notifier.domain.react import Cancel, Compose, Effect, Say, Schedule, fire, react
from services.notifier.domain.standing import RungKey
from services.notifier.inbound.ledger import Known, Ledger


class Timers(Protocol):
    """The timers that the stream holds."""

    async def schedule(self, timer: RungDue) -> None: ...

    async def find(self, cancel: Cancel) -> int | None: ...

    async def remove(self, sequence: int) -> None: ...


AT_ONCE = 50
"""Units reacted for at once."""
PutOut = Callable[[OutgoingMessage], Awaitable[None]]
ContactsOf = Callable[[str], Awaitable[Contacts | None]]


class Reminders:
    """Carries out what the domain decides about timers."""

    def __init__(
        self, ledger: Ledger, clock: Clock, timers: Timers, put_out: PutOut, contacts: ContactsOf
    ) -> None:
        self._ledger = ledger
        self._clock = clock
        self._timers = timers
        self._put_out = put_out
        self._contacts = contacts
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def on_facts(self, item: Delivery) -> None:
        """Facts of a unit: those about activities and reports move no timer."""
        facts = [cast("UnitFact", event.data) for event in decode_batch(item.data, FACTS)]
        if any("duty-" in fact.wire for fact in facts):
            await self._react(facts[0].plan, facts[0].unit)

    async def on_plan(self, item: Delivery) -> None:
        """An amended plan may have another ladder; a published one has no duties open yet."""
        for event in decode_batch(item.data, FACTS):
            if isinstance(event.data, PlanAmended):
                plan, participants = event.data.plan.id, event.data.participants
                ended = await asyncio.gather(
                    *(self._react(plan, one.unit) for one in participants), return_exceptions=True
                )
                for error in filter(None, ended):
                    raise error

    async def _react(self, plan: str, unit: str) -> None:
        async with self._slots:
            known = await self._ledger.know(plan, unit)
            await self._carry_out(known, react(known.part, known.story, self._clock.now()))

    async def on_timer(self, item: Delivery) -> None:
        """A fired timer."""
        due = cast("RungDue", decode(item.data, OUTGOING).data)
        contacts = await self._contacts(due.unit)
        known = await self._ledger.know(due.plan, due.unit)
        key = RungKey(due.duty, due.due, due.rung)
        now = self._clock.now()
        await self._carry_out(known, fire(known.part, known.story, key, contacts, now))

    async def _carry_out(self, known: Known, effects: Sequence[Effect]) -> None:
        """Timers are set before it is said, so that none said is missing; a crash sets it twice.

        What is cancelled is looked up before and removed after, so that a timer which another
        replica sets in between stays.
        """
        found = [await self._timers.find(e) for e in effects if isinstance(e, Cancel)]
        for effect in effects:
            if isinstance(effect, Schedule):
                await self._timers.schedule(effect.timer)
        await self._ledger.say(known, [e.fact for e in effects if isinstance(e, Say)])
        for sequence in found:
            if sequence is not None:
                await self._timers.remove(sequence)
        for effect in effects:
            if isinstance(effect, Compose):
                await self._put_out(effect.message)
