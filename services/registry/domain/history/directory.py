"""Registry, domain: the directory, folded from evt.directory.*: units, who is under whom, and
which days are worked.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import assert_never

from immutables import Map

from contracts.calendar import WorkingDays
from contracts.facts import CalendarRecorded, DirectoryFact, UnitRecorded
from contracts.topology import CALENDAR_FACTS
from contracts.unit import Unit, successors

CALENDAR_WORD = CALENDAR_FACTS.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Directory:
    """The last record of every unit, with the receipt it came by, and of the decreed days.

    `unread`: of which units (or of the calendar) a record was stored since that cannot be read, by
    the last word of its subject, with its sequence. What is held of these may be old.
    """

    recorded: Map[str, UnitRecorded] = field(default_factory=Map)
    working_days: WorkingDays = field(default_factory=WorkingDays)
    unread: Map[str, int] = field(default_factory=Map)

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


def evolve(directory: Directory, facts: Iterable[DirectoryFact]) -> Directory:
    """The directory after some facts; of two records of a unit, or of the days, the later holds."""
    for fact in facts:
        match fact:
            case UnitRecorded():
                recorded = directory.recorded.set(fact.record.id, fact)
                unread = _without(directory.unread, fact.record.id)
                directory = replace(directory, recorded=recorded, unread=unread)
            case CalendarRecorded():
                unread = _without(directory.unread, CALENDAR_WORD)
                working_days = WorkingDays(fact.record)
                directory = replace(directory, working_days=working_days, unread=unread)
            case _:
                assert_never(fact)
    return directory


def miss(directory: Directory, subject: str, sequence: int) -> Directory:
    """The directory after a record that cannot be read."""
    word = subject.rpartition(".")[2]
    return replace(directory, unread=directory.unread.set(word, sequence))


def _without(unread: Map[str, int], word: str) -> Map[str, int]:
    return unread.delete(word) if word in unread else unread
