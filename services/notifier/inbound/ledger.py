"""Notifier, inbound: reads what is known about a unit's part in a plan, and says facts about it."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import cast

import structlog
from prometheus_client import Counter

from contracts import topology
from contracts.envelope import wrap
from contracts.facts import (
    MessageAccepted,
    MessageComposed,
    PlanAmended,
    PlanPublished,
    ReminderFact,
    RungFact,
    UnitHistoryFact,
    UnitRecorded,
)
from contracts.unit import Unit, successors
from runtime.clock import Clock
from runtime.failure import AWAY, Retry, growing_delay
from runtime.jetstream.log import JetStreamLog
from runtime.ports import Conflict, Stored
from services.notifier.domain import rungs, standing
from services.notifier.domain.rungs import Story
from services.notifier.domain.standing import Duties, Part

log = structlog.get_logger()

SOURCE = "urn:ngayso:notifier"
REMEMBERED = 3000
"""Subjects whose folds are kept; the least recently used goes first."""

RUNGS = Counter("ngayso_rung_facts", "Facts said about rungs, by kind.", ["fate"])
MESSAGES = Counter("ngayso_reminders", "Facts said about messages, by kind.", ["channel", "fate"])
UNCERTAIN = Counter("ngayso_reminders_uncertain", "Mails that may have gone out twice.")


@dataclass(frozen=True)
class Fold:
    """The fold of one subject up to a sequence."""

    state: object
    sequence: int = 0


@dataclass(frozen=True)
class Known:
    """All that a decision is made on; `said` is the sequence that its facts are appended after."""

    part: Part
    story: Story
    said: int


def _duties(state: object, stored: Stored) -> object:
    for event in stored.events:
        state = standing.evolve(cast("Duties", state), cast("UnitHistoryFact", event.data))
    return state


def _story(state: object, stored: Stored) -> object:
    for event in stored.events:
        state = rungs.evolve(cast("Story", state), cast("ReminderFact", event.data))
    return state


def _latest(_: object, stored: Stored) -> object:
    return stored.events[-1].data


def _units(state: object, stored: Stored) -> object:
    units = cast("dict[str, Unit]", state)
    for event in stored.events:
        record = cast("UnitRecorded", event.data).record
        units[record.id] = record
    return units


class Ledger:
    """The notifier's memory is the log: folds are kept only to read less of it."""

    def __init__(self, events: JetStreamLog, clock: Clock, help_line: str) -> None:
        self._log = events
        self._clock = clock
        self._help_line = help_line
        self._folds: OrderedDict[str, Fold] = OrderedDict()

    async def know(self, plan: str, unit: str) -> Known:
        """Reads afresh: the leader's word on what is last, so that no fact is missed.

        Raises Retry while the plan cannot be seen yet.
        """
        saying, duties, published = await asyncio.gather(
            self._read(topology.message_facts(plan, unit), Story(), _story),
            self._read(topology.unit_facts(plan, unit), {}, _duties),
            self._read(topology.plan_facts(plan), None, _latest),
        )
        fact = published.state
        if not isinstance(fact, PlanPublished | PlanAmended):
            raise Retry(f"plan {plan} is not known yet")
        names = {one.unit: one.short_name for one in fact.participants}
        part = Part(
            plan=fact.plan,
            unit=unit,
            addressed=names.get(unit, unit),
            office=await self._name(fact.plan.collecting_office),
            duties=cast("Duties", duties.state),
            help_line=self._help_line,
        )
        return Known(part, cast("Story", saying.state), saying.sequence)

    async def _name(self, unit: str) -> str:
        recorded = await self._read(topology.directory_facts(unit), None, _latest)
        if not isinstance(recorded.state, UnitRecorded):
            return unit
        return recorded.state.record.name(self._clock.now().date())

    async def successors(self, unit: str) -> list[str]:
        """Who stands in for a unit that has ended, by the UTC day; none while it exists.

        In Vietnam that day begins at 07:00, the hour before which no SMS leaves.
        """
        directory = await self._read(topology.directory_facts("*"), {}, _units)
        units = cast("dict[str, Unit]", directory.state)
        return successors(units, unit, self._clock.now().date())

    async def _read(
        self, subject: str, empty: object, evolve: Callable[[object, Stored], object]
    ) -> Fold:
        last = await self._log.last_sequence(subject)
        fold = self._folds.get(subject, Fold(empty))
        if fold.sequence > last:  # the stream was restored to an earlier state
            fold = Fold(empty)
        if fold.sequence < last:
            for stored in await self._log.read(subject, fold.sequence):
                fold = Fold(evolve(fold.state, stored), stored.sequence)
        if fold.sequence < last:
            raise Retry("the replica that answered is behind its leader")
        self._folds[subject] = fold
        self._folds.move_to_end(subject)
        while len(self._folds) > REMEMBERED:
            self._folds.popitem(last=False)
        return fold

    async def say(self, known: Known, facts: Iterable[ReminderFact]) -> None:
        """Appends facts as one decision; raises Conflict when something was said meanwhile."""
        plan, unit = known.part.plan.id, known.part.unit
        facts = list(facts)
        events = [
            wrap(fact, id=f"{plan}.{unit}.{known.said}.{index}", source=SOURCE)
            for index, fact in enumerate(facts)
        ]
        if events:
            await self._log.append(topology.message_facts(plan, unit), events, known.said)
        for fact in facts:
            _count(fact, known.story)

    async def say_surely(
        self, plan: str, unit: str, facts: Callable[[Known], list[ReminderFact]]
    ) -> None:
        """Says what already happened outside, however long it takes: it cannot be taken back.

        `facts` is asked again after a conflict, and answers with none when all is said.
        """
        tries = 0
        while True:
            tries += 1
            try:
                known = await self.know(plan, unit)
                return await self.say(known, facts(known))
            except Conflict:
                continue
            except (*AWAY, Retry) as error:
                log.warning("cannot-say-yet", plan=plan, unit=unit, error=repr(error))
                await asyncio.sleep(growing_delay(tries))


def _count(fact: ReminderFact, story: Story) -> None:
    kind = fact.wire.split(".")[1].split("-")[1]
    match fact:
        case MessageComposed():
            MESSAGES.labels(fact.channel, kind).inc()
        case RungFact():
            RUNGS.labels(kind).inc()
        case _:
            MESSAGES.labels(story.messages[fact.message].channel, kind).inc()
    if isinstance(fact, MessageAccepted) and fact.uncertain:
        UNCERTAIN.inc()
