"""Notifier, application: the facts of one message of the log, by what its subject is for."""

from collections.abc import Callable
from typing import TypeGuard, TypeVar

from contracts import topology
from contracts.envelope import Message
from contracts.facts import (
    CommandAnswered,
    DirectoryFact,
    PlanFact,
    ReminderFact,
    UnitHistoryFact,
)
from runtime.failure import Unreadable
from runtime.ports import Stored

F = TypeVar("F")


def of_plan(stored: Stored) -> list[PlanFact]:
    """What evt.plan.<plan> says; nothing, where a message only answers commands."""
    return _those(stored, _plan)


def of_unit(stored: Stored) -> list[UnitHistoryFact]:
    """What evt.unit.<plan>.<unit> says; nothing, where a message only answers commands."""
    return _those(stored, _unit)


def of_reminders(stored: Stored) -> list[ReminderFact]:
    """What evt.message.<plan>.<unit> says."""
    return _those(stored, _reminder)


def of_directory(stored: Stored) -> list[DirectoryFact]:
    """What evt.directory.> says; nothing, where a message only answers commands."""
    return _those(stored, _directory)


def _those(stored: Stored, belongs: Callable[[Message], TypeGuard[F]]) -> list[F]:
    """The facts, without the registry's answers to commands, which say nothing to a notifier.

    Raises Unreadable for a fact that is on the wrong subject: it is not passed over in silence.
    """
    facts: list[F] = []
    for event in stored.events:
        if isinstance(event.data, CommandAnswered):
            continue
        if not belongs(event.data):
            raise Unreadable(topology.EVENTS.name, stored.sequence, stored.subject)
        facts.append(event.data)
    return facts


def _plan(fact: Message) -> TypeGuard[PlanFact]:
    return isinstance(fact, PlanFact)


def _unit(fact: Message) -> TypeGuard[UnitHistoryFact]:
    return isinstance(fact, UnitHistoryFact)


def _reminder(fact: Message) -> TypeGuard[ReminderFact]:
    return isinstance(fact, ReminderFact)


def _directory(fact: Message) -> TypeGuard[DirectoryFact]:
    return isinstance(fact, DirectoryFact)
