"""Notifier, application: facts set and cancel timers; fired timers put messages out."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime

from contracts import topology
from contracts.envelope import encode, wrap
from contracts.facts import DirectoryFact, PlanFact, UnitHistoryFact
from contracts.outgoing import OutgoingMessage, RungDue
from runtime.clock import Clock
from runtime.ports import Outbox, Timers
from services.notifier.application.addressees import Addressees
from services.notifier.application.memory import Basis, Memory
from services.notifier.application.saying import SOURCE, Saying
from services.notifier.domain.react import Cancel, Effect, PutOut, Say, Schedule, fire, react
from services.notifier.domain.renew import renew
from services.notifier.domain.rungs import Reminders, RungKey
from services.notifier.domain.standing import Situation, concerned, moves_timers

AT_ONCE = 50
"""Units reacted for at once."""
Decide = Callable[[Situation, Reminders, datetime], Sequence[Effect]]


def timer_name(plan: str, unit: str, key: RungKey) -> str:
    """The timer of a rung instance; its due moment is written as one word of a subject."""
    due = key.due.astimezone(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    return topology.rung_timer(plan, unit, key.duty, due, key.rung)


class Reminding:
    """Carries out what the domain decides about timers."""

    def __init__(
        self,
        memory: Memory,
        saying: Saying,
        addressees: Addressees,
        timers: Timers,
        outbox: Outbox,
        clock: Clock,
    ) -> None:
        self._memory = memory
        self._saying = saying
        self._addressees = addressees
        self._timers = timers
        self._outbox = outbox
        self._clock = clock
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def follow_unit(self, facts: Sequence[UnitHistoryFact]) -> None:
        """Facts were recorded about one unit's part in one plan: bring its timers in line, where
        any of them may move one.
        """
        if any(moves_timers(fact) for fact in facts):
            await self._react(facts[0].plan, facts[0].unit)

    async def follow_plan(self, facts: Sequence[PlanFact]) -> None:
        """A plan was published or amended: bring the timers of the units concerned in line."""
        await self._react_all({(fact.plan.id, unit) for fact in facts for unit in concerned(fact)})

    async def follow_calendar(self, facts: Sequence[DirectoryFact]) -> None:
        """Other days are worked: bring the timers of every plan's units in line. What still waits
        moves with its days; what has fired or was called off stays as it is.
        """
        if facts:
            await self._react_all(await self._memory.everybody())

    async def renew_all(self, parts: Iterable[tuple[str, str]]) -> None:
        """The streams may have lost what they held: have them hold it again."""
        await self._each(parts, renew)

    async def _react_all(self, parts: Iterable[tuple[str, str]]) -> None:
        await self._each(parts, react)

    async def _each(self, parts: Iterable[tuple[str, str]], decide: Decide) -> None:
        """All are looked at, also when one fails; then its failure is raised, and the message comes
        again, which is harmless to those that are in line.
        """
        decided = (self._decide(plan, unit, decide) for plan, unit in sorted(parts))
        for failure in await asyncio.gather(*decided, return_exceptions=True):
            if failure is not None:
                raise failure

    async def _react(self, plan: str, unit: str) -> None:
        await self._decide(plan, unit, react)

    async def _decide(self, plan: str, unit: str, decide: Decide) -> None:
        async with self._slots:
            basis = await self._memory.know(plan, unit)
            now = self._clock.now()
            await self._carry_out(basis, decide(basis.situation, basis.reminders, now))

    async def ring(self, due: RungDue) -> None:
        """A timer has fired: put out its messages, unless they are not needed any more."""
        basis = await self._memory.know(due.plan, due.unit)
        contacts = await self._addressees.to_write_to(basis.situation.bearer(due.duty))
        key = RungKey(due.duty, due.due, due.rung)
        now = self._clock.now()
        await self._carry_out(basis, fire(basis.situation, basis.reminders, key, contacts, now))

    async def _carry_out(self, basis: Basis, effects: Sequence[Effect]) -> None:
        """Timers are set before it is said, so that none said is missing; a crash sets it twice.

        What is cancelled is looked up before and removed after, so that a timer which another
        replica sets in between stays. Messages are put out once they are said to be composed.
        """
        numbers = [await self._find(e) for e in effects if isinstance(e, Cancel)]
        for effect in effects:
            if isinstance(effect, Schedule):
                await self._set(effect.timer)
        await self._saying.say(basis, [e.fact for e in effects if isinstance(e, Say)])
        for number in numbers:
            if number is not None:
                await self._timers.remove(number)
        for effect in effects:
            if isinstance(effect, PutOut):
                await self._put_out(effect.message)

    async def _find(self, cancel: Cancel) -> int | None:
        return await self._timers.find(timer_name(cancel.plan, cancel.unit, cancel.key))

    async def _set(self, timer: RungDue) -> None:
        key = RungKey(timer.duty, timer.due, timer.rung)
        name = timer_name(timer.plan, timer.unit, key)
        target = topology.rung_target(timer.plan, timer.unit)
        event = encode(wrap(timer, id=name, source=SOURCE))
        await self._timers.set(name, target, event, timer.fires_at)

    async def _put_out(self, message: OutgoingMessage) -> None:
        """The same message within the stream's duplicate window is stored once."""
        event = encode(wrap(message, id=message.message, source=SOURCE))
        subject = topology.outbox(message.channel, message.message)
        await self._outbox.put(subject, event, message.message)
