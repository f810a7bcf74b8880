"""Registry, domain: the directory of units, folded from evt.directory.*; who is under whom."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from immutables import Map

from contracts.facts import UnitRecorded
from contracts.unit import Unit, successors


@dataclass(frozen=True, slots=True)
class Directory:
    """The last record of every unit, with the receipt it came by."""

    recorded: Map[str, UnitRecorded] = field(default_factory=Map)

    def __contains__(self, unit: str) -> bool:
        return unit in self.recorded

    def unit(self, unit: str) -> Unit | None:
        fact = self.recorded.get(unit)
        return fact.record if fact else None

    def units(self) -> dict[str, Unit]:
        return {name: fact.record for name, fact in self.recorded.items()}

    def name(self, unit: str, day: date) -> str:
        """The unit's short name on a day; its id where it is not known."""
        record = self.unit(unit)
        return record.short_name(day) if record else unit

    def successors(self, unit: str, day: date) -> list[str]:
        """Who stands in for a unit that has ended; none while it exists."""
        record = self.unit(unit)
        if record is None or not record.ended(day):
            return []
        return successors(self.units(), unit, day)

    def members(self, group: str, day: date) -> list[str]:
        """The units in a group on a day, by id."""
        records = (fact.record for fact in self.recorded.values())
        return sorted(unit.id for unit in records if unit.in_group(group, day))

    def is_under(self, unit: str, top: str, day: date) -> bool:
        """Whether `unit` is `top` or below it by the parents of that day."""
        seen: set[str] = set()
        word: str | None = unit
        while word is not None and word not in seen:
            if word == top:
                return True
            seen.add(word)
            record = self.unit(word)
            word = record.parent(day) if record else None
        return False


def evolve(directory: Directory, facts: Iterable[UnitRecorded]) -> Directory:
    """The directory after some facts; of two records of a unit the later one holds."""
    recorded = directory.recorded
    for fact in facts:
        recorded = recorded.set(fact.record.id, fact)
    return Directory(recorded)
