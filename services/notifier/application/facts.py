"""Notifier, application: the facts of one message of the log, by what its subject is for.

What may stand on a subject is checked where it is read (contracts.facts.facts_on). The registry's
answers to commands say nothing to a notifier.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import assert_never

from contracts.above import Seats, seats
from contracts.calendar import WorkingDays
from contracts.facts import (
    CalendarRecorded,
    DirectoryFact,
    PlanHistoryFact,
    ReminderFact,
    UnitHistoryFact,
    UnitRecorded,
)
from contracts.unit import Unit
from runtime.ports import Stored


def of_plan(stored: Stored) -> list[PlanHistoryFact]:
    """What evt.plan.<plan> says; nothing, where a message only answers commands."""
    return [event.data for event in stored.events if isinstance(event.data, PlanHistoryFact)]


def of_unit(stored: Stored) -> list[UnitHistoryFact]:
    """What evt.unit.<plan>.<unit> says; nothing, where a message only answers commands."""
    return [event.data for event in stored.events if isinstance(event.data, UnitHistoryFact)]


def of_reminders(stored: Stored) -> list[ReminderFact]:
    """What evt.message.<plan>.<unit> says."""
    return [event.data for event in stored.events if isinstance(event.data, ReminderFact)]


def of_directory(stored: Stored) -> list[DirectoryFact]:
    """What evt.directory.> says; nothing, where a message only answers commands."""
    return [event.data for event in stored.events if isinstance(event.data, DirectoryFact)]


@dataclass(frozen=True)
class Directory:
    """The units' records, and which days are worked."""

    units: Mapping[str, Unit] = field(default_factory=dict)
    working_days: WorkingDays = field(default_factory=WorkingDays)

    @cached_property
    def seats(self) -> Seats:
        return seats(self.units)


def recorded(directory: Directory, stored: Sequence[Stored]) -> Directory:
    units = dict(directory.units)
    for fact in (fact for message in stored for fact in of_directory(message)):
        match fact:
            case UnitRecorded():
                units[fact.record.id] = fact.record
            case CalendarRecorded():
                directory = replace(directory, working_days=WorkingDays(fact.record))
            case _:
                assert_never(fact)
    return replace(directory, units=units)
