"""Registry, outbound: settles commands on the log: newest state in, facts out, one winner.

Several replicas may run. What each relies on is docs/architecture.md, "One command", 3 to 7.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast

from prometheus_client import Counter, Histogram

from contracts import topology
from contracts.commands import AcceptReport, AmendPlan, PublishPlan, RecordUnit, verb
from contracts.envelope import Envelope, Message, wrap
from contracts.facts import PlanFact, UnitHistoryFact, UnitRecorded
from contracts.values import Receipt
from contracts.verdicts import DutyStanding
from runtime.eventlog import Conflict, EventLog, Stored
from runtime.failure import Retry
from services.registry.domain import directory as directories
from services.registry.domain import plans
from services.registry.domain.decide import UnitVerb, decide_in, standings
from services.registry.domain.decision import About, Decision
from services.registry.domain.directory import Directory
from services.registry.domain.opening import open_duties, reason_for
from services.registry.domain.participation import Participation, absorb
from services.registry.domain.plans import PlanInForce
from services.registry.outbound.folds import Fold, Folds
from services.registry.outbound.waiting import Waiting

SOURCE = "urn:ngayso:registry"
ATTEMPTS = 5
"""Decisions on one command before it is put back: others are busy on the same subject."""
MAX_AGE = 1.0
"""Seconds (real time) for which a plan and the directory are believed without asking."""
CACHED_PLANS = 50
CACHED_UNITS = 1000
OPENED_AT_ONCE = 5
"""Few, so that units' commands are answered meanwhile: an opening reads a unit's whole history."""

CONFLICTS = Counter("ngayso_registry_conflicts", "Appends refused because the subject had moved.")
APPEND_SECONDS = Histogram("ngayso_registry_append_seconds", "Time of one append, in seconds.")

EVERYBODY = topology.directory_facts("*")
Read = tuple[Folds[Any], str]
"""A cache and the subject that a decision reads from it; the first one read is appended to."""


def _facts(stored: Iterable[Stored]) -> list[list[Any]]:
    return [[event.data for event in one.events] for one in stored]


def _weight(state: Participation) -> int:
    """About how many bytes of memory the state takes (measured: 1.6 KB for an activity of 0.5)."""
    records = sum(len(part.packed) for part in state.activities.values())
    entries = len(state.activities) + len(state.versions) + len(state.answers) // 4
    return 2_000 + records + 1_000 * entries


class Ledger:
    """The registry's state and the only way to change it."""

    def __init__(self, log: EventLog, waiting: Waiting, cache_bytes: int) -> None:
        self._log = log
        self._waiting = waiting
        self._units = Folds(log, Directory(), _directory, limit=CACHED_UNITS)
        self._directory = Folds(log, Directory(), _directory, limit=1, max_age=MAX_AGE)
        self._plans: Folds[PlanInForce | None] = Folds(
            log, None, _plan, limit=CACHED_PLANS, max_age=MAX_AGE
        )
        self._parts = Folds(log, Participation(), _part, limit=cache_bytes, weigh=_weight)

    async def record_unit(self, command: RecordUnit, receipt: Receipt) -> Decision:
        """Settle a record of the directory."""

        def decide(states: Sequence[Any]) -> Decision:
            own, others = states
            whole = directories.evolve(others, own.recorded.values())
            return directories.record_unit(command, whole, receipt)

        reads: list[Read] = [
            (self._units, topology.directory_facts(command.record.id)),
            (self._directory, EVERYBODY),
        ]
        return await self._settle(reads, decide, receipt.sequence)

    async def put_plan(self, command: PublishPlan | AmendPlan, receipt: Receipt) -> Decision:
        """Settle a plan; older records of units are settled first, for groups to be complete."""

        def decide(states: Sequence[Any]) -> Decision:
            plan, directory = states
            if isinstance(command, PublishPlan):
                return plans.publish(command, plan, directory, receipt)
            return plans.amend(command, plan, directory, receipt)

        subject = topology.plan_facts(command.plan.id)
        reads: list[Read] = [
            (self._plans, subject),
            (self._directory, EVERYBODY),
        ]
        elders = [topology.commands_of(topology.OPERATOR)]
        return await self._settle(reads, decide, receipt.sequence, elders, strict=True)

    async def take_part(
        self, command: UnitVerb, receipt: Receipt
    ) -> tuple[Decision, list[DutyStanding]]:
        """Settle a command about a unit's part in a plan; also where its duties stand after it."""

        def decide(states: Sequence[Any]) -> Decision:
            part, plan, directory = states
            return decide_in(command, part, plan, directory, receipt)

        subject = topology.unit_facts(command.plan, command.unit)
        reads: list[Read] = [
            (self._parts, subject),
            (self._plans, topology.plan_facts(command.plan)),
            (self._directory, EVERYBODY),
        ]
        elders = [topology.commands_of(command.unit)]
        decision = await self._settle(reads, decide, receipt.sequence, elders)
        return decision, standings((await self._parts.get(subject)).state)

    async def open_plan(self, plan: str, sequence: int) -> None:
        """Bring every unit that the plan ever named to what it owes now; safe to repeat."""
        subject = topology.plan_facts(plan)
        await self._plans.refresh(subject)
        fold = await self._plans.get(subject)
        if fold.state is None or fold.sequence < sequence:
            raise Retry("the plan is not readable here yet")
        in_force, slots = fold.state, asyncio.Semaphore(OPENED_AT_ONCE)
        directory = (await self._directory.get(EVERYBODY)).state

        async def one(unit: str) -> None:
            async with slots:
                await self._open(unit, in_force, reason_for(unit, in_force, directory))

        units = sorted(in_force.ever)
        ended = await asyncio.gather(*map(one, units), return_exceptions=True)
        for error in ended:
            if error is not None:
                raise error

    async def _open(self, unit: str, in_force: PlanInForce, reason: str) -> None:
        plan = in_force.plan.id

        def decide(states: Sequence[Any]) -> Decision:
            about: About = {"plan": plan, "unit": unit, "receipt": in_force.receipt}
            participant = in_force.participants.get(unit)
            return Decision(open_duties(states[0], participant, about, reason))

        await self._settle([(self._parts, topology.unit_facts(plan, unit))], decide)

    async def _settle(
        self,
        reads: Sequence[Read],
        decide: Callable[[Sequence[Any]], Decision],
        sequence: int = 0,
        elders: Sequence[str] = (),
        *,
        strict: bool = False,
    ) -> Decision:
        """Decide, and append if nobody else has meanwhile; else decide again.

        A decision without facts was made on what may be an old read, so the leader is asked;
        `strict` and `on_newest` ask for one with facts too. Older commands are looked for first:
        once none is waiting, all that they appended is there to be read.
        """
        for _ in range(ATTEMPTS):
            folds = [await folds.get(subject) for folds, subject in reads]
            decision = decide([fold.state for fold in folds])
            if decision.already:
                return decision
            if decision.too_soon:
                raise Retry("the duty is not opened yet")
            await self._let_elders_first(_elders(decision, elders, strict=strict), sequence)
            unsure = strict or not decision.facts or decision.on_newest
            if unsure and not await _are_last(reads, folds):
                continue
            if not decision.facts or await self._append(reads[0], folds[0], decision.facts):
                return decision
        raise Retry("the subject is busy")

    async def _let_elders_first(self, elders: Sequence[str], sequence: int) -> None:
        for subject in elders:
            if await self._waiting.has_older(subject, sequence):
                raise Retry(f"an older command waits on {subject}")

    async def _append(self, read: Read, fold: Fold[Any], facts: Sequence[Message]) -> bool:
        folds, subject = read
        events = tuple(_wrapped(subject, fold.sequence, facts))
        with APPEND_SECONDS.time():
            try:
                sequence = await self._log.append(subject, events, fold.sequence)
            except Conflict:
                CONFLICTS.inc()
                sequence = 0
        if not sequence:
            await folds.refresh(subject)
            return False
        at = cast("UnitHistoryFact", facts[0]).receipt.at
        folds.put(subject, fold, Stored(subject, sequence, fold.sequence, at, events))
        return True


async def _are_last(reads: Sequence[Read], folds: Sequence[Fold[Any]]) -> bool:
    checks = [read[0].is_last(read[1], fold) for read, fold in zip(reads, folds, strict=True)]
    return all(await asyncio.gather(*checks))


def _elders(decision: Decision, elders: Sequence[str], *, strict: bool) -> list[str]:
    """The subjects on which an older command could change this decision."""
    codes = decision.refused_for
    subjects = list(elders) if strict or decision.in_order else []
    if codes & {"unknown-unit", "unknown-partner", "not-your-unit"}:
        subjects.append(topology.commands_of(topology.OPERATOR))
    if "not-approved-yet" in codes:
        subjects.append(topology.command("*", verb(AcceptReport)))
    if "unknown-plan" in codes:
        subjects.append(topology.command("*", verb(PublishPlan)))
    return subjects


def _wrapped(subject: str, expected: int, facts: Sequence[Message]) -> Iterable[Envelope[Message]]:
    """Envelopes named by their place in the log, each with the command that caused the fact."""
    for index, fact in enumerate(facts):
        cause = cast("UnitHistoryFact", fact).receipt.command
        yield wrap(fact, id=f"{subject}-{expected}-{index}", source=SOURCE, causationid=cause)


def _directory(state: Directory, stored: Sequence[Stored]) -> Directory:
    facts = [fact for facts in _facts(stored) for fact in facts]
    return directories.evolve(state, cast("list[UnitRecorded]", facts))


def _plan(state: PlanInForce | None, stored: Sequence[Stored]) -> PlanInForce | None:
    for facts in _facts(stored):
        for fact in cast("list[PlanFact]", facts):
            state = plans.evolve(state, fact)
    return state


def _part(state: Participation, stored: Sequence[Stored]) -> Participation:
    return absorb(state, _facts(stored))
