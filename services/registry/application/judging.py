"""Registry, application: finds what a command is judged by, and has it judged by the domain.

What stands on other subjects than the command's own history may be on its way there: a record of a
unit, a plan. The verb's row says what is waited for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, assert_never

from contracts import topology
from contracts.commands import (
    AmendPlan,
    Command,
    DeclareForceMajeure,
    OpenDuties,
    OrderCommand,
    PublishPlan,
    RecordCalendar,
    RecordUnit,
    SnapshotCommand,
    UnitCommand,
    about,
    plan_of,
    verb,
)
from contracts.envelope import Message
from contracts.values import Receipt
from contracts.verdicts import DutyStanding
from runtime.failure import Unreadable
from runtime.folds import Folds
from runtime.ports import Queue
from services.registry.application.memory import History, Memory
from services.registry.domain.case import Case
from services.registry.domain.decide import decide_part, decide_plan, decide_record, standings
from services.registry.domain.decision import Decision
from services.registry.domain.history import directory, participation, plan_history
from services.registry.domain.history.directory import Directory
from services.registry.domain.history.participation import Participation
from services.registry.domain.history.plan_history import PlanHistory, PlanInForce
from services.registry.domain.succession import predecessors
from services.registry.domain.verbs.row import Verb
from services.registry.domain.verbs.table import VERBS

Inherited = Mapping[str, Participation]
"""The parts of the units that a unit took over from, by name."""
MAX_AGE = 1.0
"""Seconds (real time) for which plans and the directory are believed without asking."""


@dataclass(frozen=True)
class Subject:
    """The history that a command is about: where its facts go, and the folds that hold it."""

    name: str
    folds: Folds[Any]

    @property
    def lock(self) -> str:
        """The subject or pattern that is folded, and whose last sequence an append expects."""
        return topology.lock_of(self.name)


@dataclass(frozen=True)
class Wait:
    """An older command may still change the decision."""

    reason: str


def _awaited(row: Verb[Any, Any], decision: Decision) -> set[type[Message]]:
    """Older commands of which kinds could still make a refusal groundless."""
    return {row.waits[code] for code in decision.refused_for & row.waits.keys()}


class Judging:
    """Decides one command on a state that is handed in."""

    def __init__(self, memory: Memory, queue: Queue) -> None:
        self._memory = memory
        self._queue = queue

    def subject_of(self, command: Command) -> Subject:
        """The history that the command is decided on."""
        match command:
            case RecordUnit():
                name = topology.directory_facts(command.record.id)
                return Subject(name, self._memory.directory)
            case RecordCalendar():
                return Subject(topology.CALENDAR_FACTS, self._memory.directory)
            case (
                PublishPlan()
                | AmendPlan()
                | DeclareForceMajeure()
                | OrderCommand()
                | SnapshotCommand()
            ):
                return Subject(topology.plan_facts(about(command)), self._memory.plans)
            case UnitCommand():
                name = topology.unit_facts(command.plan, command.unit)
                return Subject(name, self._memory.parts)
            case _:
                assert_never(command)

    async def decide(
        self, command: Command, state: Any, receipt: Receipt, *, patient: bool
    ) -> Decision | Wait:
        """The decision; or, where `patient`, what must be decided before it."""
        row = VERBS[type(command)]
        for first in row.after:
            if patient and await self._older(first, command, receipt):
                return Wait(f"an older {verb(first)}")
        inherited: Inherited = {}
        if isinstance(command, UnitCommand):
            inherited, behind = await self._inherited(command, state)
            if patient and behind:
                return Wait(f"the parts of {', '.join(behind)}")
        max_age = 0 if row.after else MAX_AGE
        decision = await self._decide(command, state, receipt, max_age, inherited)
        looked_for: set[type[Message]] = set()
        while awaited := _awaited(row, decision) - looked_for:
            for missing in awaited:
                if patient and await self._older(missing, command, receipt):
                    return Wait(f"an older {verb(missing)}")
            looked_for |= awaited
            # What is not waited for any more is in the log; the answer may now be another refusal.
            decision = await self._decide(command, state, receipt, 0, inherited)
        if decision.refused_for:
            await self._refuse_for_good(command, receipt)
        return decision

    async def _refuse_for_good(self, command: Command, receipt: Receipt) -> None:
        """Nothing is refused because a record of the directory cannot be read: raises Unreadable
        where it may be. It may be for what names the unit; and for what looks at all the directory.
        """
        unread = (await self._memory.directory_since(MAX_AGE)).unread
        said = command.model_dump_json() if unread else ""
        for unit, sequence in unread.items():
            named = unit == receipt.sender or f'"{unit}"' in said
            if named or not isinstance(command, UnitCommand):
                raise Unreadable(topology.EVENTS.name, sequence, topology.directory_facts(unit))

    async def _inherited(
        self, command: UnitCommand, part: Participation
    ) -> tuple[Inherited, list[str]]:
        """The parts of the units that a unit took over from, where its own begins to follow a
        revision: what these met is its own from then on. And which of them do not follow it yet.
        """
        if part.revision and not isinstance(command, OpenDuties):
            return {}, []
        in_force = await self._in_force(command, part, MAX_AGE)
        if in_force is None or in_force.revision == 1:
            return {}, []
        units = await self._memory.directory_since(MAX_AGE)
        parts = self._memory.parts
        found = {}
        for name in predecessors(command.unit, in_force, units):
            history = await parts.newest(topology.unit_facts(command.plan, name))
            found[name] = history.state.state
        behind = [name for name, one in found.items() if one.revision < in_force.revision]
        return found, behind

    async def _older(self, kind: type[Message], command: Command, receipt: Receipt) -> bool:
        """Whether an older command of a kind still waits, about this plan or about any unit."""
        about = plan_of(command) if kind is PublishPlan else None
        pattern = topology.stored_command("*", "*", verb(kind), about or "*")
        oldest = await self._queue.oldest(pattern)
        return oldest is not None and oldest < receipt.sequence

    async def _decide(
        self, command: Command, state: Any, receipt: Receipt, max_age: float, inherited: Inherited
    ) -> Decision:
        if isinstance(command, RecordUnit | RecordCalendar):
            return decide_record(command, state, Case(receipt, state))
        units = await self._memory.directory_since(max_age)
        match command:
            case PublishPlan():
                return decide_plan(command, state, Case(receipt, units))
            case AmendPlan() | DeclareForceMajeure() | OrderCommand() | SnapshotCommand():
                plans = await self._plans(state.newest, max_age)
                return decide_plan(command, state, Case(receipt, units, plans=plans))
            case UnitCommand():
                in_force = await self._in_force(command, state, max_age)
                plans = await self._plans(in_force, max_age)
                case = Case(receipt, units, command.unit, in_force, inherited, plans)
                return decide_part(command, state, case)
            case _:
                assert_never(command)

    async def _plans(self, in_force: PlanInForce | None, max_age: float) -> list[str]:
        """The plans that there are, where the one that was named is none of them."""
        return [] if in_force else await self._memory.plan_names(max_age)

    async def _in_force(
        self, command: UnitCommand, part: Participation, max_age: float
    ) -> PlanInForce | None:
        """The revision that the unit's own history follows; the newest where it follows none yet,
        and for the registry's own command the one that it names.
        """
        revision = command.revision if isinstance(command, OpenDuties) else part.revision
        if revision:
            return await self._memory.revision(command.plan, revision, max_age)
        return (await self._memory.plan_since(command.plan, max_age)).newest

    @staticmethod
    def evolve(state: Any, facts: Iterable[Any]) -> Any:
        """The state of a history after some facts."""
        match state:
            case Participation():
                return participation.evolve(state, facts)
            case PlanHistory():
                return plan_history.evolve(state, facts)
            case Directory():
                return directory.evolve(state, facts)
            case _:
                raise TypeError(f"not a state of the registry: {type(state)}")

    @staticmethod
    def standings(history: History[Any]) -> list[DutyStanding]:
        """Where the unit's duties stand; a plan and the directory have none."""
        state = history.state
        return standings(state) if isinstance(state, Participation) else []
