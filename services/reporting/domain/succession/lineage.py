"""Reporting, domain: who took over from whom among the units that a plan names, or named before."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
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
        kept = {unit: self.ahead(unit).intersection(units) for unit in self.heirs if unit in units}
        return Lineage(_directly(kept), self.ended_at)


def _directly(ahead: Mapping[str, set[str]]) -> dict[str, tuple[str, ...]]:
    """Of all who come after each unit those who come next."""
    return {
        unit: tuple(sorted(after.difference(*(ahead[one] - {one} for one in after))))
        for unit, after in ahead.items()
    }


def trace(plan: PlanDocument, directory: Mapping[str, Unit]) -> Lineage:
    """Of the units that the plan named before and that had ended on the day of its revision, who of
    those it names, or named since, stands for them. A plan that was never amended has none.
    """
    named = {one.unit for one in plan.participants} | {*plan.former}
    day = plan.revised_on
    ahead = {
        unit: _reached(unit, named, directory, day)
        for unit in plan.former
        if unit in directory and directory[unit].ended(day)
    }
    ahead = {unit: after for unit, after in ahead.items() if after}
    ahead |= {unit: set() for after in ahead.values() for unit in after if unit not in ahead}
    ended = {unit: directory[unit].valid_to for unit in ahead if ahead[unit]}
    zone = plan.plan.zone
    moments = {unit: datetime.combine(day, time(), zone) for unit, day in ended.items() if day}
    return Lineage(_directly(dict(sorted(ahead.items()))), moments)


def _reached(unit: str, named: set[str], directory: Mapping[str, Unit], day: date) -> set[str]:
    """The named ones among all that come after a unit and have begun by that day."""
    found: set[str] = set()
    seen, ahead = {unit}, [unit]
    while ahead:
        for heir in _next(ahead.pop(), directory):
            record = directory.get(heir)
            if record is None or heir in seen or not (record.exists(day) or record.ended(day)):
                continue
            seen.add(heir)
            found |= {heir} & named
            if record.ended(day):
                ahead.append(heir)
    return found


def _next(unit: str, directory: Mapping[str, Unit]) -> Iterable[str]:
    yield from directory[unit].successors
    yield from (one.id for one in directory.values() if unit in one.predecessors)
