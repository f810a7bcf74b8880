"""Cli, plans: what the rules look at: the plan, the directory on its day, and the calendar."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from contracts import ladder
from contracts.calendar import WorkingDays
from contracts.owed import Owed
from contracts.plan import Assignee, Plan, Rung
from contracts.unit import Unit
from contracts.values import Deadline


@dataclass(frozen=True)
class Look:
    """A plan beside the directory. "The day" is the plan's day of issue."""

    plan: Plan
    units: Mapping[str, Unit]
    calendar: WorkingDays = field(default_factory=WorkingDays)

    @property
    def day(self) -> date:
        return self.plan.issued_on

    def last_moment(self, deadline: Deadline) -> datetime:
        """The last moment that is still in time, in the plan's zone."""
        return deadline.cut(self.plan.zone) - timedelta(microseconds=1)

    def moment(self, rung: Rung, owed: Owed) -> datetime:
        """When the rung is due; raises LookupError where it is counted from nothing."""
        due = owed.deadline.cut(self.plan.zone)
        return ladder.moment(rung, due, self.plan, self.calendar)

    def unit(self, unit: str) -> Unit | None:
        """The unit, if the directory has it on the day."""
        found = self.units.get(unit)
        return found if found and found.exists(self.day) else None

    def members(self, assignee: Assignee) -> list[Unit]:
        """Whom an assignee stands for on the day."""
        if assignee.group is not None:
            return [u for u in self.units.values() if u.in_group(assignee.group, self.day)]
        found = self.unit(assignee.unit or "")
        return [found] if found else []

    def assigned(self, assignments: list[str]) -> dict[str, Unit]:
        """The units of these assignments (empty: of all), by id."""
        given = [a for a in self.plan.assignments if not assignments or a.id in assignments]
        return {unit.id: unit for a in given for who in a.assignees for unit in self.members(who)}

    def owing(self, owed: Owed) -> dict[str, Unit]:
        """The units that owe an entry, by id."""
        units = self.assigned(owed.assignments)
        if not owed.levels:
            return units
        return {key: unit for key, unit in units.items() if unit.level(self.day) in owed.levels}

    def ancestors(self, unit: Unit) -> Iterator[Unit]:
        """The unit's parents on the day, nearest first."""
        seen = {unit.id}
        parent = self.units.get(unit.parent(self.day) or "")
        while parent and parent.id not in seen:
            seen.add(parent.id)
            yield parent
            parent = self.units.get(parent.parent(self.day) or "")


def written(moment: datetime) -> str:
    """A moment as staff write it."""
    return moment.strftime("%H:%M %d/%m/%Y")


def written_day(day: date) -> str:
    return day.strftime("%d/%m/%Y")
