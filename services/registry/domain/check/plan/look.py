"""Registry, domain: what the rules look at: a plan, the directory on its day, and its receipt."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from contracts.calendar import WorkingDays
from contracts.owed import Instance, Owed, Participant
from contracts.plan import Plan
from contracts.unit import Unit
from contracts.values import Deadline
from services.registry.domain.decision import say_moment
from services.registry.domain.history.directory import Directory
from services.registry.domain.owing import instances
from services.registry.domain.participants import list_participants

LONGEST = timedelta(days=3 * 366)
"""Between the first and last day of a recurring entry."""


@dataclass(frozen=True)
class Look:
    """A plan beside the directory. "The day" is the plan's day of issue; `received`: when it comes
    into force; `before`: the plan that it amends.
    """

    plan: Plan
    directory: Directory
    received: datetime
    before: Plan | None = None

    @property
    def day(self) -> date:
        return self.plan.issued_on

    @property
    def working_days(self) -> WorkingDays:
        return self.directory.working_days

    @cached_property
    def participants(self) -> Sequence[Participant]:
        """Whom the plan gives something to, by the expansion that publishing makes."""
        return list_participants(self.plan, self.directory)

    @cached_property
    def instances(self) -> Sequence[Instance]:
        """Of every recurring entry that ends within reason."""
        bounded = [entry for entry in self.plan.owed if not endless(entry)]
        return instances(self.plan.model_copy(update={"owed": bounded}), self.working_days)

    @cached_property
    def lonely(self) -> set[tuple[str, str]]:
        """The entries and levels of theirs at which no unit owes them, asked in one expansion."""
        probes = {
            f"{i}-{j}": (entry, level)
            for i, entry in enumerate(self.plan.owed)
            for j, level in enumerate(entry.levels)
        }
        asked = [
            entry.model_copy(update={"id": probe, "levels": [level]})
            for probe, (entry, level) in probes.items()
        ]
        plan = self.plan.model_copy(update={"owed": asked})
        owed = {probe for one in list_participants(plan, self.directory) for probe in one.owes}
        return {(entry.id, level) for probe, (entry, level) in probes.items() if probe not in owed}

    def owing(self, entry: Owed) -> list[Participant]:
        """The units that owe an entry."""
        return [one for one in self.participants if entry.id in one.owes]

    def deadline(self, entry: Owed, participant: Participant) -> Deadline | None:
        """When a unit owes an entry that is due once."""
        own = {one.owed: one.deadline for one in participant.deadlines}
        return own.get(entry.id, entry.deadline)

    def deadlines(self, entry: Owed) -> list[Deadline]:
        """Every deadline of an entry, once or for each instance, those of its own included."""
        if entry.deadline is None:
            return [one.deadline for one in self.instances if one.owed == entry.id]
        return [entry.deadline, *(own.deadline for own in entry.own_deadlines)]

    def due(self, deadline: Deadline) -> datetime:
        """The first instant that is too late."""
        return deadline.cut(self.plan.zone)

    def last_moment(self, deadline: Deadline) -> datetime:
        """The last moment that is still in time, in the plan's zone."""
        return self.due(deadline) - timedelta(microseconds=1)

    def beginning(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.plan.zone)

    def unit(self, unit: str) -> Unit | None:
        """The unit, if the directory has it on the day."""
        found = self.directory.unit(unit)
        return found if found and found.exists(self.day) else None

    def ancestors(self, unit: str) -> Iterator[str]:
        """The unit's parents on the day, nearest first."""
        seen = {unit}
        record = self.directory.unit(unit)
        while record and (parent := record.parent(self.day)) and parent not in seen:
            seen.add(parent)
            yield parent
            record = self.directory.unit(parent)

    def say(self, moment: datetime) -> str:
        return say_moment(moment, self.plan.zone)

    def say_last(self, deadline: Deadline) -> str:
        """The last moment in time, as staff read it."""
        return self.say(self.last_moment(deadline))


def endless(entry: Owed) -> bool:
    """Whether an entry recurs over a longer time than any campaign takes."""
    rule = entry.recurring
    return rule is not None and rule.last - rule.first > LONGEST


def at_issue(plan: Plan) -> datetime:
    """When a plan that is not sent yet is taken to be received: as the day of issue begins."""
    return datetime.combine(plan.issued_on, time(), plan.zone)
