"""Notifier, application: what is known about a unit's part in a plan, folded from the log."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from math import inf

from contracts import topology
from contracts.above import readers
from contracts.brake import Place, place_of
from contracts.facts import BrakeFact, PlanAmended, PlanFact
from contracts.owed import Participant
from contracts.plan import Amending, Plan, Upward
from contracts.unit import Unit, successors
from runtime.clock import Clock
from runtime.failure import Retry
from runtime.folds import Fold, Folds
from runtime.ports import Log, Stored
from services.notifier.application import facts
from services.notifier.application.facts import Directory, recorded
from services.notifier.domain import rungs
from services.notifier.domain.mail import filed
from services.notifier.domain.mail.filed import Filed
from services.notifier.domain.rungs import Reminders
from services.notifier.domain.standing import Situation
from services.notifier.domain.stops import brake
from services.notifier.domain.stops.brake import Brake
from services.notifier.domain.texts.names import Called, called, full_names, names
from services.notifier.domain.told import duty, happened
from services.notifier.domain.told.duty import Duties
from services.notifier.domain.told.happened import Happened

BY_WORKBOOK = "by-workbook"
"""The role of a unit that fills in workbooks, in the directory."""
ZERO, KEPT_UNITS, KEPT_PLANS = timedelta(), 3_000, 50
"""How many units' parts and how many plans are kept folded."""


@dataclass(frozen=True)
class InForce:
    """A plan as it was said last, and what was ordered about its messages."""

    plan: Plan
    names: Mapping[str, Called]
    participants: Sequence[Participant]
    orders: Brake = field(default_factory=Brake)
    amended: Mapping[int, Amending] = field(default_factory=dict)

    @cached_property
    def by_unit(self) -> Mapping[str, Participant]:
        return {one.unit: one for one in self.participants}


@dataclass(frozen=True)
class Basis:
    """All that a decision is made on; `after` is the sequence that its facts are appended after."""

    situation: Situation
    reminders: Reminders
    after: int

    @property
    def about(self) -> tuple[str, str]:
        """The plan and the unit."""
        return self.situation.plan.id, self.situation.unit


@dataclass(frozen=True)
class _Part:
    """What a unit owes, what it has told, and what it is to hear of."""

    duties: Duties = field(default_factory=dict)
    filed: Filed = field(default_factory=Filed)
    happened: Happened = field(default_factory=Happened)


def _part(part: _Part, stored: Sequence[Stored]) -> _Part:
    duties, told, known = part.duties, part.filed, part.happened
    for message in stored:
        for fact in facts.of_unit(message):
            known = happened.evolve(known, fact, duties)
            duties, told = duty.evolve(duties, fact), filed.evolve(told, fact)
    return _Part(duties, told, known)


def _reminders(reminders: Reminders, stored: Sequence[Stored]) -> Reminders:
    for message in stored:
        for fact in facts.of_reminders(message):
            reminders = rungs.evolve(reminders, fact)
    return reminders


def _newest(plan: InForce | None, stored: Sequence[Stored]) -> InForce | None:
    """An order is only given about a plan that is in force; a snapshot changes nothing here."""
    for fact in (fact for message in stored for fact in facts.of_plan(message)):
        if isinstance(fact, PlanFact):
            short = {one.unit: one.short_name for one in fact.participants}
            orders, amended = (plan.orders, plan.amended) if plan else (Brake(), {})
            if isinstance(fact, PlanAmended):
                amended = {**amended, fact.revision: fact.document}
            plan = InForce(fact.plan, called(short), fact.participants, orders, amended)
        elif plan is not None and isinstance(fact, BrakeFact):
            plan = replace(plan, orders=brake.evolve(plan.orders, fact))
    return plan


def _by_workbook(record: Unit | None, today: date) -> bool:
    return record is not None and record.has_role(BY_WORKBOOK, today)


def _places(directory: Directory, units: Iterable[str], today: date) -> Mapping[str, Place]:
    return {one: place_of(directory.units, one, today) for one in units}


def _above(
    plan: Plan, directory: Directory, units: Iterable[str], today: date
) -> Mapping[tuple[str, Upward], Sequence[str]]:
    """Who sits above each of the units, where a rung tells it."""
    if not any(rung.escalates for rung in plan.ladder):
        return {}
    known, there = directory.units, directory.seats
    ways: tuple[Upward, ...] = ("sector", "superior")
    return {(one, to): readers(known, there, one, today, to) for one in units for to in ways}


def _of_plan(subject: str) -> str:
    """All units' parts in the plan of one."""
    return topology.unit_facts(subject.split(".")[-2], "*")


def _itself(subject: str) -> str:
    """Many ask about it at once."""
    return subject


Units = Mapping[str, Sequence[str]]
"""Whom each plan gives something to, by the plan's id."""


def _participants(units: Units, stored: Sequence[Stored]) -> Units:
    told = (fact for message in stored for fact in facts.of_plan(message))
    said = (fact for fact in told if isinstance(fact, PlanFact))
    return {**units, **{fact.plan.id: [one.unit for one in fact.participants] for fact in said}}


class Memory:
    """The notifier's memory is the log: folds are kept only to read less of it.

    One record of the directory, or of another plan, that cannot be read stops nobody.
    """

    def __init__(
        self, log: Log, clock: Clock, help_line: str, help_phone: str = "", ahead: timedelta = ZERO
    ) -> None:
        self._clock, self._ahead = clock, ahead
        self._help_line, self._help_phone = help_line, help_phone
        self._parts = Folds(log, _Part(), _part, limit=KEPT_UNITS, within=_of_plan)
        self._reminders = Folds(log, Reminders(), _reminders, limit=KEPT_UNITS)
        self._plans: Folds[InForce | None] = Folds(
            log, None, _newest, limit=KEPT_PLANS, within=_itself
        )
        self._participants: Folds[Units] = Folds(log, {}, _participants, limit=1, lenient=True)
        self._directory = Folds(log, Directory(), recorded, limit=1, lenient=True, within=_itself)

    async def know(self, plan: str, unit: str, *, fenced: bool = False) -> Basis:
        """Reads afresh before each decision, and raises Retry while the plan cannot be seen yet.
        `fenced`: it is appended before all that follows, and refused where ours is not the last.
        """
        said, owed, newest, directory = await asyncio.gather(
            self._reminders.recent(topology.message_facts(plan, unit), inf if fenced else 0.0),
            self._parts.newest(topology.unit_facts(plan, unit)),
            self._plans.newest(topology.plan_facts(plan)),
            self._known(),
        )
        if (in_force := newest.state) is None:
            raise Retry(f"plan {plan} is not known yet")
        office, duties = in_force.plan.collecting_office, owed.state.duties
        record, today = directory.units.get(office), self._clock.now().date()
        written_to = {unit, *filter(None, (one.duty.bearer for one in duties.values()))}
        there = self._clock.now().astimezone(in_force.plan.zone).date()
        over = _above(in_force.plan, directory, written_to, there)
        called_by_name = written_to.union(*over.values())
        situation = Situation(
            plan=in_force.plan,
            unit=unit,
            names=names(in_force.names, directory.units, called_by_name, today),
            office=record.name(today) if record else office,
            sender=record.short_name(today) if record else office,
            duties=duties,
            working_days=directory.working_days,
            help_line=self._help_line,
            places=_places(directory, (*called_by_name, office), today),
            above=over,
            brake=in_force.orders,
            help_phone=self._help_phone,
            filed=owed.state.filed,
            full_names=full_names(in_force.by_unit, directory.units, called_by_name, today),
            participant=in_force.by_unit.get(unit),
            by_workbook=_by_workbook(directory.units.get(unit), there),
            happened=owed.state.happened,
            amended=in_force.amended,
            ahead=self._ahead,
        )
        return Basis(situation, said.state, said.sequence)

    def remember(self, basis: Basis) -> None:
        """What we appended ourselves need not be read."""
        fold = Fold(basis.reminders, basis.after)
        self._reminders.put(topology.message_facts(*basis.about), fold)

    def forget(self, basis: Basis) -> None:
        """Somebody else said more than that."""
        self._reminders.drop(topology.message_facts(*basis.about))

    async def in_force(self, plan: str) -> InForce | None:
        """A plan as it was said last; None where there is none."""
        return (await self._plans.newest(topology.plan_facts(plan))).state

    async def sitting_above(
        self, plan: Plan, units: Iterable[str]
    ) -> Mapping[tuple[str, Upward], Sequence[str]]:
        """Who reads today of each unit's lateness, where a rung of the plan tells it above."""
        today = self._clock.now().astimezone(plan.zone).date()
        return _above(plan, await self._known(), units, today)

    async def all_successors(self, units: Iterable[str]) -> dict[str, list[str]]:
        """As `successors`, of many units by one look at the directory."""
        known, today = await self._known(), self._clock.now().date()
        return {unit: successors(known.units, unit, today) for unit in units}

    async def successors(self, unit: str) -> list[str]:
        """Who stands in for a unit that has ended, by the UTC day; none while it exists.

        In Vietnam that day begins at 07:00, the hour before which no SMS leaves.
        """
        return successors((await self._known()).units, unit, self._clock.now().date())

    async def units(self) -> Mapping[str, Unit]:
        """The directory, by id."""
        return (await self._known()).units

    async def everybody(self) -> list[tuple[str, str]]:
        """Every plan with every unit that it gives something to."""
        plans = (await self._participants.newest(topology.plan_facts("*"))).state
        return [(plan, unit) for plan, units in plans.items() for unit in units]

    async def _known(self) -> Directory:
        return (await self._directory.newest(topology.WHOLE_DIRECTORY)).state
