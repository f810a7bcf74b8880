"""Cli, plans: what the rules look at: the plan, the directory on its day, and the calendar."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from contracts.plan import Assignee, Owed, Plan, Rung
from contracts.unit import Unit
from contracts.values import Deadline

if TYPE_CHECKING:
    from holidays import HolidayBase

COUNTRY = "VN"
SATURDAY = 5


@dataclass(frozen=True)
class Look:
    """A plan beside the directory. "The day" is the plan's day of issue."""

    plan: Plan
    units: Mapping[str, Unit]

    @property
    def day(self) -> date:
        return self.plan.issued_on

    @cached_property
    def calendar(self) -> "HolidayBase":
        from holidays import country_holidays  # noqa: PLC0415 - costs 0.2 s; only a check asks

        return country_holidays(COUNTRY, language="vi")

    def last_moment(self, deadline: Deadline) -> datetime:
        """The last moment that is still in time, in the plan's zone."""
        return deadline.cut(self.plan.zone) - timedelta(microseconds=1)

    def day_off(self, day: date) -> str | None:
        """Why `day` is no working day; None when it is one."""
        if self.calendar.is_working_day(day):
            return None
        if name := self.calendar.get(day):
            return str(name)
        return "thứ Bảy" if day.weekday() == SATURDAY else "Chủ nhật"

    def moment(self, rung: Rung, owed: Owed) -> datetime:
        """When the rung is due, counted as services/notifier/domain/ladder.py counts."""
        day = self.last_moment(owed.deadline).date()
        if rung.working_days:
            day = self.calendar.get_nth_working_day(day, rung.working_days)
        return datetime.combine(day, rung.at, self.plan.zone)

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
