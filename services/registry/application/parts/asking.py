"""Registry, application: answers what units' systems ask, from the streams.

What an answer costs grows with what it says, never with the number of facts in the log. What
stands there and cannot be read is passed over, and told in a log line: nobody waits for it.
"""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

import structlog
from pydantic import TypeAdapter, ValidationError

from contracts import topology
from contracts.envelope import decode
from contracts.findings import Finding, Malformed, finding, from_validation
from contracts.known import known
from contracts.parts import (
    PARTS,
    KeptVerdict,
    KnownUnit,
    PartsAnswered,
    PartTold,
    VerdictsAnswered,
    VerdictsAsked,
)
from contracts.values import Id
from contracts.verdicts import VERDICTS, Verdict
from runtime.clock import Clock
from runtime.failure import Unreadable
from runtime.ports import Held, Log, Pages
from services.registry.application.memory import Memory

log = structlog.get_logger()

MAX_AGE = 1.0
"""Seconds (real time) for which plans and the directory are believed without asking."""
PAGE = 100
"""Parts read at once; a unit has one in each of its plans."""
LONGEST = 1_000
"""Bytes of a question."""
ID: TypeAdapter[str] = TypeAdapter(Id)
T = TypeVar("T", PartTold, Verdict)


class Asking:
    """The unit that asks is told by the subject: its credential may ask under its own id only."""

    def __init__(
        self, log: Log, memory: Memory, parts: Pages, verdicts: Pages, clock: Clock
    ) -> None:
        self._log = log
        self._memory = memory
        self._parts = parts
        self._verdicts = verdicts
        self._clock = clock

    async def parts(self, unit: str, question: bytes) -> PartsAnswered:
        """The unit's part in the plan that the question names; in all where that is empty."""
        plan = question.decode("utf-8", "replace").strip()
        findings = _too_long(question) or (_misspelt(plan) if plan else [])
        findings = findings or await self._stranger(unit)
        if findings:
            return PartsAnswered(unit=unit, findings=findings)
        held = await self._all(topology.part(plan or "*", unit))
        if plan and not held:
            return PartsAnswered(unit=unit, findings=[await self._no_part(plan, unit)])
        return await self._told(unit, held[::-1])

    async def verdicts(self, unit: str, question: bytes) -> VerdictsAnswered:
        """The verdicts on the unit's commands that are still kept, as VerdictsAsked says it."""
        findings = _too_long(question)
        asked = VerdictsAsked()
        try:
            asked = VerdictsAsked.model_validate_json(question.strip() or b"{}", strict=True)
        except ValidationError as error:
            findings = findings or from_validation(error)
        findings = findings or await self._stranger(unit)
        if findings:
            return VerdictsAnswered(unit=unit, findings=findings)
        kept, more = await self._kept(topology.verdicts(unit), asked)
        return VerdictsAnswered(unit=unit, verdicts=kept, more=more)

    async def _kept(self, subject: str, asked: VerdictsAsked) -> tuple[list[KeptVerdict], bool]:
        """The next verdicts, and whether there are more; none only where there are no more, since
        the asker goes on behind the last.
        """
        kept, after, more = list[KeptVerdict](), asked.after, True
        while more and not kept:
            held, more = await self._verdicts.page(subject, after, asked.count)
            fitting = _fitting(held, self._log.most_bytes)
            more = more or len(fitting) < len(held)
            for one in fitting:
                after = one.sequence
                if verdict := _read(one, Verdict):
                    kept.append(KeptVerdict(sequence=after, verdict=verdict))
        return kept, more

    async def _stranger(self, unit: str) -> list[Finding]:
        directory = await self._memory.directory_since(MAX_AGE)
        if unit in directory:
            return []
        if sequence := directory.unread.get(unit):
            raise Unreadable(topology.EVENTS.name, sequence, topology.directory_facts(unit))
        return [finding("unknown-unit", unit=unit, known=known(unit, directory.recorded))]

    async def _all(self, pattern: str) -> list[Held]:
        held, more = await self._parts.page(pattern, 0, PAGE)
        while more:
            further, more = await self._parts.page(pattern, held[-1].sequence, PAGE)
            held += further
        return [one for one in held if _read(one, PartTold)]

    async def _no_part(self, plan: str, unit: str) -> Finding:
        """Why there is none: no such plan, nothing in it for the unit, or not yet."""
        in_force = (await self._memory.plan_since(plan, MAX_AGE)).newest
        if in_force is None:
            plans = known(plan, await self._memory.plan_names(MAX_AGE))
            return finding("unknown-plan", plan=plan, known=plans)
        if unit not in in_force.ever:
            return finding("not-a-participant", plan=plan, unit=unit)
        return finding("ask-again")

    async def _told(self, unit: str, held: Sequence[Held]) -> PartsAnswered:
        """As many of the parts as there is room for beside the units."""
        told = _parts(held[:1])
        if not told:
            return PartsAnswered(unit=unit)
        units = await self._units(self._clock.now().astimezone(told[0].plan.zone).date())
        taken = sum(len(one.model_dump_json()) for one in units)
        fitting = _fitting(held, self._log.most_bytes - taken)
        told += _parts(fitting[1:])
        return PartsAnswered(unit=unit, parts=told, units=units, left_out=len(held) - len(fitting))

    async def _units(self, day: date) -> list[KnownUnit]:
        """Whom a record may name as partner today."""
        directory = await self._memory.directory_since(MAX_AGE)
        return [
            KnownUnit(id=name, short_name=record.short_name(day))
            for name, record in sorted(directory.units().items())
            if record.exists(day)
        ]


def _parts(held: Sequence[Held]) -> list[PartTold]:
    return [part for one in held if (part := _read(one, PartTold))]


def _read(held: Held, kind: type[T]) -> T | None:
    """What stands there; None where it cannot be read."""
    try:
        told = decode(held.data, {**PARTS, **VERDICTS}).data
    except Malformed as error:
        log.warning("passed-over", subject=held.subject, sequence=held.sequence, error=repr(error))
        return None
    return told if isinstance(told, kind) else None


def _too_long(question: bytes) -> list[Finding]:
    if len(question) <= LONGEST:
        return []
    return [finding("too-large", size=len(question), limit=LONGEST)]


def _misspelt(plan: str) -> list[Finding]:
    try:
        ID.validate_python(plan)
    except ValidationError as error:
        return from_validation(error)
    return []


def _fitting(held: Sequence[Held], room: int) -> list[Held]:
    """As many of the first messages as fit into so many bytes; one in any case."""
    fitting: list[Held] = []
    for one in held:
        room -= len(one.data)
        if room < 0 and fitting:
            break
        fitting.append(one)
    return fitting
