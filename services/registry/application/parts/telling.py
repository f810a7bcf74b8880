"""Registry, application: keeps on PARTS what each unit may know, by the revision it follows."""

from dataclasses import dataclass
from datetime import UTC, datetime

from contracts import topology
from contracts.envelope import decode, encode, wrap
from contracts.findings import Malformed
from contracts.parts import PARTS, PartTold
from runtime.ports import Conflict, Latest
from services.registry.application.memory import Memory
from services.registry.application.run import SOURCE
from services.registry.domain.history.participation import Participation
from services.registry.domain.history.plan_history import PlanInForce
from services.registry.domain.part import part_of

MAX_AGE = 1.0
"""Seconds (real time) for which plans are believed without asking; see Judging."""

NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Told:
    """What stands on a part's subject: which revision, when that came in, and the sequence."""

    revision: int = 0
    published_at: datetime = NEVER
    sequence: int = 0


class Telling:
    """Tells the parts of one partition's units, while one lease lasts.

    A former owner may be about to tell of an older revision: each message takes the place of the
    one that was looked at, and of no other. That nothing stands there is supposed first.
    """

    def __init__(self, memory: Memory, latest: Latest) -> None:
        self._memory = memory
        self._latest = latest
        self._told: dict[str, _Told] = {}

    async def tell(self, plan: str, unit: str, state: Participation) -> None:
        """Called after each append about a part, before anything is answered or let go: what was
        appended and not told, by whomever, is told now.
        """
        subject = topology.part(plan, unit)
        if not state.revision:
            return
        told = self._told.get(subject, _Told())
        if told.revision != state.revision:
            in_force = await self._memory.revision(plan, state.revision, MAX_AGE)
            told = await self._bring(subject, told, unit, state, in_force)
        self._told[subject] = told

    async def _bring(
        self, subject: str, told: _Told, unit: str, state: Participation, in_force: PlanInForce
    ) -> _Told:
        """What stands there once it tells of this revision, or of a later one."""
        name = f"part-{in_force.plan.id}-{unit}-{in_force.revision}"
        data = encode(wrap(part_of(unit, state, in_force), id=name, source=SOURCE))
        published_at = in_force.receipt.at
        while told.published_at < published_at:
            try:
                sequence = await self._latest.replace(subject, data, told.sequence)
            except Conflict:
                told = await self._look(subject)
            else:
                return _Told(in_force.revision, published_at, sequence)
        return told

    async def _look(self, subject: str) -> _Told:
        held = await self._latest.find(subject)
        if held is None:
            return _Told()
        try:
            part = decode(held.data, PARTS).data
        except Malformed:
            part = None
        if not isinstance(part, PartTold):  # what cannot be read is told anew in its place
            return _Told(sequence=held.sequence)
        return _Told(part.revision, part.published_at, held.sequence)
