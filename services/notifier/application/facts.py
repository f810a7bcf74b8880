"""Notifier, application: the facts of one message of the log, by what its subject is for.

What may stand on a subject is checked where it is read (contracts.facts.facts_on). The registry's
answers to commands say nothing to a notifier.
"""

from contracts.facts import DirectoryFact, PlanHistoryFact, ReminderFact, UnitHistoryFact
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
