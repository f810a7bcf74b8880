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
        return instances(self.plan, self.working_days)

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


def at_issue(plan: Plan) -> datetime:
    """When a plan that is not sent yet is taken to be received: as the day of issue begins."""
    return datetime.combine(plan.issued_on, time(), plan.zone)
