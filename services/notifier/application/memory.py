"""Notifier, application: what is known about a unit's part in a plan, folded from the log."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contracts import topology
from contracts.facts import PlanFact
from contracts.unit import Unit, successors
from runtime.clock import Clock
from runtime.failure import Retry
from runtime.folds import Folds
from runtime.ports import Log, Stored
from services.notifier.application import facts
from services.notifier.domain import rungs, standing
from services.notifier.domain.rungs import Reminders
from services.notifier.domain.standing import Duties, Situation

KEPT_UNITS, KEPT_PLANS = 3_000, 50
"""How many units' parts and how many plans are kept folded."""


@dataclass(frozen=True)
class Basis:
    """All that a decision is made on; `after` is the sequence that its facts are appended after."""

    situation: Situation
    reminders: Reminders
    after: int


def _duties(duties: Duties, stored: Sequence[Stored]) -> Duties:
    for message in stored:
        for fact in facts.of_unit(message):
            duties = standing.evolve(duties, fact)
    return duties


def _reminders(reminders: Reminders, stored: Sequence[Stored]) -> Reminders:
    for message in stored:
        for fact in facts.of_reminders(message):
            reminders = rungs.evolve(reminders, fact)
    return reminders


def _newest(plan: PlanFact | None, stored: Sequence[Stored]) -> PlanFact | None:
    for message in stored:
        for fact in facts.of_plan(message):
            plan = fact
    return plan


def _units(units: Mapping[str, Unit], stored: Sequence[Stored]) -> Mapping[str, Unit]:
    records = [fact.record for message in stored for fact in facts.of_directory(message)]
    return {**units, **{record.id: record for record in records}}


class Memory:
    """The notifier's memory is the log: folds are kept only to read less of it."""

    def __init__(self, log: Log, clock: Clock, help_line: str) -> None:
        self._clock = clock
        self._help_line = help_line
        self._duties: Folds[Duties] = Folds(log, {}, _duties, limit=KEPT_UNITS)
        self._reminders = Folds(log, Reminders(), _reminders, limit=KEPT_UNITS)
        self._plans: Folds[PlanFact | None] = Folds(log, None, _newest, limit=KEPT_PLANS)
        self._directory: Folds[Mapping[str, Unit]] = Folds(log, {}, _units, limit=1)

    async def know(self, plan: str, unit: str) -> Basis:
        """Reads afresh: the leader's word on what is last, so that no fact is missed.

        Called before each decision. Raises Retry while the plan cannot be seen yet.
        """
        said, owed, newest, units = await asyncio.gather(
            self._reminders.newest(topology.message_facts(plan, unit)),
            self._duties.newest(topology.unit_facts(plan, unit)),
            self._plans.newest(topology.plan_facts(plan)),
            self._units(),
        )
        in_force = newest.state
        if in_force is None:
            raise Retry(f"plan {plan} is not known yet")
        short_names = {one.unit: one.short_name for one in in_force.participants}
        office = in_force.plan.collecting_office
        record, today = units.get(office), self._clock.now().date()
        situation = Situation(
            plan=in_force.plan,
            unit=unit,
            addressed=short_names.get(unit, unit),
            office=record.name(today) if record else office,
            sender=record.short_name(today) if record else office,
            duties=owed.state,
            help_line=self._help_line,
        )
        return Basis(situation, said.state, said.sequence)

    async def successors(self, unit: str) -> list[str]:
        """Who stands in for a unit that has ended, by the UTC day; none while it exists.

        In Vietnam that day begins at 07:00, the hour before which no SMS leaves.
        """
        return successors(await self._units(), unit, self._clock.now().date())

    async def _units(self) -> Mapping[str, Unit]:
        return (await self._directory.newest(topology.WHOLE_DIRECTORY)).state
