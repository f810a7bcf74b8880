"""Notifier, application: facts set and cancel timers; fired timers have people told."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Iterable, Sequence
from datetime import UTC, datetime
from typing import assert_never

from contracts import topology
from contracts.envelope import encode, wrap
from contracts.facts import (
    DirectoryFact,
    MessageComposed,
    NoticeComposed,
    PlanHistoryFact,
    ReminderFact,
    UnitHistoryFact,
)
from contracts.outgoing import AnyEntry, RungDue
from runtime.clock import Clock
from runtime.ports import Conflict, Timers
from services.notifier.application.addressees import Addressees
from services.notifier.application.digest.gathering import Gathering
from services.notifier.application.memory import Basis, Memory
from services.notifier.application.saying import SOURCE, Saying
from services.notifier.domain.digest.ahead import Schedule
from services.notifier.domain.digest.part import daily, list_of
from services.notifier.domain.digest.slots import Whom
from services.notifier.domain.escalating.readers import readers
from services.notifier.domain.react import Cancel, Effect, Enter, Say, due, fire, react
from services.notifier.domain.renew import Restore, renew
from services.notifier.domain.rungs import RungKey
from services.notifier.domain.standing import Situation
from services.notifier.domain.stops.brake import concerned, plan_of
from services.notifier.domain.told.heed import heeded
from services.notifier.domain.told.tell import tell, untold
from services.notifier.domain.told.trouble import out_of_reach

AT_ONCE = 50
"""Units reacted for at once."""


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
        gathering: Gathering,
        clock: Clock,
    ) -> None:
        self._memory = memory
        self._saying = saying
        self._addressees = addressees
        self._timers = timers
        self._gathering = gathering
        self._clock = clock
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def follow_unit(self, facts: Sequence[UnitHistoryFact]) -> None:
        """Facts were recorded about one unit's part in one plan: bring its timers in line, where
        any of them may move one, and tell the unit of what it is to hear of.
        """
        if any(heeded(fact) for fact in facts):
            await self._react(facts[0].plan, facts[0].unit)

    async def follow_plan(self, facts: Sequence[PlanHistoryFact]) -> None:
        """A plan was published or amended, or its office ordered something about its messages:
        bring the timers of the units concerned in line.
        """
        parts: set[tuple[str, str]] = set()
        for fact in facts:
            plan, units = plan_of(fact), concerned(fact)
            if units is None:
                parts |= {part for part in await self._memory.everybody() if part[0] == plan}
            else:
                parts |= {(plan, unit) for unit in units}
        await self._react_all(parts)

    async def follow_calendar(self, facts: Sequence[DirectoryFact]) -> None:
        """Other days are worked: bring the timers of every plan's units in line. What still waits
        moves with its days; what has fired or was called off stays as it is.
        """
        if facts:
            await self._react_all(await self._memory.everybody())

    async def renew_all(self, parts: Iterable[tuple[str, str]]) -> None:
        """The streams may have lost what they held: have them hold it again.

        A message leaves once all units' parts are in it.
        """
        leaving: list[Restore] = []
        try:
            await self._each(self._renew(plan, unit, leaving) for plan, unit in sorted(parts))
        finally:
            for lost in leaving:
                await self._gathering.set(lost.whom, lost.slot.message, lost.slot.leaves_at)

    async def _renew(self, plan: str, unit: str, leaving: list[Restore]) -> None:
        async with self._slots:
            basis = await self._memory.know(plan, unit)
            for effect in renew(basis.situation, basis.reminders, self._clock.now()):
                match effect:
                    case Schedule():
                        await self._set(effect)
                    case Restore(leaves=leaves):
                        await self._gathering.restore(effect)
                        leaving += [effect] * leaves
                    case _:
                        assert_never(effect)

    async def _react_all(self, parts: Iterable[tuple[str, str]]) -> None:
        await self._each(self._react(plan, unit) for plan, unit in sorted(parts))

    async def _each(self, looks: Iterable[Awaitable[None]]) -> None:
        """All are looked at, also when one fails; then its failure is raised, and the message comes
        again, which is harmless to those that are in line.
        """
        for failure in await asyncio.gather(*looks, return_exceptions=True):
            if failure is not None:
                raise failure

    async def _react(self, plan: str, unit: str) -> None:
        async with self._slots:
            basis = await self._memory.know(plan, unit)
            now = self._clock.now()
            timers = react(basis.situation, basis.reminders, now)
            effects = [*timers, *await self._tell(basis, now)]
            await self._carry_out(basis, effects)
        if any(isinstance(one, Say) and out_of_reach(one.fact) for one in effects):
            await self.tell(plan, unit)

    async def tell(self, plan: str, unit: str) -> None:
        """What happened by what was said of this unit's messages: called after what may have found
        it to be out of reach, again where a crash came between.
        """
        async with self._slots:
            while True:
                basis = await self._memory.know(plan, unit)
                try:
                    return await self._carry_out(basis, await self._tell(basis, self._clock.now()))
                except Conflict:
                    continue

    async def _tell(self, basis: Basis, now: datetime) -> list[Effect]:
        """What happened to the unit and was not told yet."""
        situation, reminders = basis.situation, basis.reminders
        keys = untold(situation, reminders)
        units = sorted({situation.addressee(key) for key in keys})
        books = {unit: await self._addressees.to_write_to(unit) for unit in units}
        return tell(situation, reminders, keys, books, now)

    async def ring(self, fired: RungDue) -> None:
        """A timer has fired: have people told of all that is due, unless it is not needed any more.

        All that is due is looked at in one go and said in one append.
        """
        basis = await self._memory.know(fired.plan, fired.unit, fenced=True)
        effects = await self._fired(basis, fired)
        if not effects:  # then nothing is appended, by which it would be seen that more was said
            basis = await self._memory.know(fired.plan, fired.unit)
            effects = await self._fired(basis, fired)
        await self._carry_out(basis, effects)
        if not any(isinstance(one, Enter) for one in effects):
            await self.tell(fired.plan, fired.unit)

    async def _fired(self, basis: Basis, fired: RungDue) -> list[Effect]:
        situation, reminders, now = basis.situation, basis.reminders, self._clock.now()
        key = RungKey(fired.duty, fired.due, fired.rung)
        keys = due(situation, reminders, key, now)
        wanted = sorted({one.unit for key in keys for one in readers(situation, key)})
        books = {unit: await self._addressees.to_write_to(unit) for unit in wanted}
        effects: list[Effect] = []
        for one in keys:
            effects += fire(situation, reminders, one, books, now)
        return effects

    async def _carry_out(self, basis: Basis, effects: Sequence[Effect]) -> None:
        """Timers are set and people's slots filled before it is said, so that nothing said is
        missing; a crash does it twice, to the same end.

        What is cancelled is looked up before and removed after, so that a timer which another
        replica sets in between stays.
        """
        numbers = [await self._find(e) for e in effects if isinstance(e, Cancel)]
        for effect in effects:
            if isinstance(effect, Schedule):
                await self._set(effect)
        entered = await self._enter(basis.situation, [e for e in effects if isinstance(e, Enter)])
        said: list[ReminderFact] = [e.fact for e in effects if isinstance(e, Say)]
        await self._saying.say(basis, [*said, *entered])
        for number in numbers:
            if number is not None:
                await self._timers.remove(number)

    async def _enter(
        self, situation: Situation, wanted: Sequence[Enter]
    ) -> list[MessageComposed | NoticeComposed]:
        """Each person's entries at once."""
        theirs: defaultdict[tuple[Whom, str | None, bool], list[AnyEntry]] = defaultdict(list)
        for one in wanted:
            person = await self._addressees.person(one.channel, one.address)
            whom, of = Whom(person, one.channel), one.entry
            theirs[whom, list_of(of), daily(of)].append(of)
        return [
            fact
            for (whom, _, _), entries in theirs.items()
            for fact in await self._gathering.enter(situation, whom, entries)
        ]

    async def _find(self, cancel: Cancel) -> int | None:
        return await self._timers.find(timer_name(cancel.plan, cancel.unit, cancel.key))

    async def _set(self, wanted: Schedule) -> None:
        timer = wanted.timer
        key = RungKey(timer.duty, timer.due, timer.rung)
        name = timer_name(timer.plan, timer.unit, key)
        target = topology.rung_target(timer.plan, timer.unit)
        event = encode(wrap(timer, id=name, source=SOURCE))
        await self._timers.set(name, target, event, wanted.at)
