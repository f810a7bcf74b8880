"""Reporting, domain: who took over from whom among the units that a plan names, or named before."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import cached_property

from contracts.unit import Unit
from services.reporting.domain.documents import PlanDocument


@dataclass(frozen=True)
class Lineage:
    """The units in motion, each with those that stand for it next; `ended_at` is the moment from
    which these do. Those that nobody stands for are the units of the day.
    """

    heirs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ended_at: Mapping[str, datetime] = field(default_factory=dict)

    def __contains__(self, unit: str) -> bool:
        return unit in self.heirs

    def __iter__(self) -> Iterator[str]:
        return iter(self.heirs)

    def today(self) -> list[str]:
        return [unit for unit, heirs in self.heirs.items() if not heirs]

    def before(self, unit: str) -> list[str]:
        """Whom a unit took over from directly."""
        return self._before[unit]

    def back(self, unit: str) -> list[str]:
        """The unit, and all whom it took over from, by however many steps; in the order of ids."""
        return self._back[unit]

    def speaks_for(self, unit: str) -> list[str]:
        """The units of the day that stand for a unit: one of the day for itself."""
        return self._today[unit]

    @cached_property
    def _before(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {unit: [] for unit in self.heirs}
        for unit, heirs in self.heirs.items():
            for heir in heirs:
                found[heir].append(unit)
        return found

    @cached_property
    def _back(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {unit: [unit] for unit in self.heirs}
        for unit in self.heirs:
            for heir in self.ahead(unit):
                found[heir].append(unit)
        return {unit: sorted(set(behind)) for unit, behind in found.items()}

    @cached_property
    def _today(self) -> dict[str, list[str]]:
        return {
            unit: sorted(one for one in {unit, *self.ahead(unit)} if not self.heirs[one])
            for unit in self.heirs
        }

    def ahead(self, unit: str) -> set[str]:
        """All who stand for a unit, by however many steps."""
        found: set[str] = set()
        waiting = [*self.heirs.get(unit, ())]
        while waiting:
            if (heir := waiting.pop()) not in found:
                found.add(heir)
                waiting += self.heirs.get(heir, ())
        return found

    def among(self, units: Collection[str]) -> "Lineage":
        """The same for some of the units alone, whoever came between them."""
        kept = [unit for unit in self.heirs if unit in units]
        heirs = {unit: _next(unit, units, lambda one: self.heirs[one]) for unit in kept}
        return Lineage(heirs, self.ended_at)


def _next(
    unit: str, wanted: Collection[str], after: Callable[[str], Iterable[str]]
) -> tuple[str, ...]:
    """The first wanted ones on every way ahead of a unit."""
    found: set[str] = set()
    seen, ahead = {unit}, [unit]
    while ahead:
        for heir in after(ahead.pop()):
            if heir in wanted:
                found.add(heir)
            elif heir not in seen:
                seen.add(heir)
                ahead.append(heir)
    return tuple(sorted(found - {unit}))


def trace(plan: PlanDocument, directory: Mapping[str, Unit]) -> Lineage:
    """Of the units that the plan named before and that had ended on the day of its revision, who of
    those it names, or named since, stands for them. A plan that was never amended has none.
    """
    named = {one.unit for one in plan.participants} | {*plan.former}
    day = plan.revised_on

    def after(unit: str) -> Iterator[str]:
        """Who came after a unit that had ended, and had begun by then."""
        record = directory.get(unit)
        if record is None or not record.ended(day):
            return
        linked = (one.id for one in directory.values() if unit in one.predecessors)
        for heir in (*record.successors, *linked):
            if heir in directory and (directory[heir].exists(day) or directory[heir].ended(day)):
                yield heir

    heirs = {unit: _next(unit, named, after) for unit in plan.former}
    heirs = {unit: found for unit, found in heirs.items() if found}
    heirs |= {unit: () for found in list(heirs.values()) for unit in found if unit not in heirs}
    zone = plan.plan.zone
    ended = {unit: directory[unit].valid_to for unit, found in heirs.items() if found}
    moments = {unit: datetime.combine(day, time(), zone) for unit, day in ended.items() if day}
    return Lineage(dict(sorted(heirs.items())), moments)
