"""Counts what the example's timeline must lead to, without any code of the services.

It follows docs/architecture.md ("Order and lateness", "Reminders") in the plainest way: the whole
timeline is at hand, so every answer is a look at a unit's accepted entries in order of time.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import holidays
import yaml

from contracts.outgoing import Contacts
from contracts.plan import Plan, Rung
from contracts.unit import Unit
from contracts.values import Deadline
from tests.examples.counting.handed import Instance, handed_over, told_to

FOLDER = Path(__file__).parents[2] / "examples" / "quang-ngai-2022"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
START = datetime(2022, 9, 15, tzinfo=ZONE)
END = datetime(2022, 10, 26, tzinfo=ZONE)
Entry = dict[str, Any]
TOLD = {
    "return-report": "returned",
    "accept-report": "accepted",
    "extend-duty": "extended",
    "excuse-duty": "excused",
}
"""What a unit is told of, by what the office says."""


def load(name: str) -> Any:
    text = (FOLDER / name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def moment(entry: Entry) -> datetime:
    return datetime.fromisoformat(entry["at"])


@dataclass
class Clock:
    """One due moment of one duty: from when it runs, until what ends it."""

    opened: datetime
    deadline: Deadline
    closed: datetime | None = None
    how: str = "owing"

    @property
    def due(self) -> datetime:
        return self.deadline.cut(ZONE)


@dataclass
class Part:
    """One unit's part in the plan."""

    clocks: dict[str, list[Clock]]
    activities: dict[str, Entry] = field(default_factory=dict)
    withdrawn: int = 0
    versions: list[Entry] = field(default_factory=list)


@cache
def free_days(year: int) -> frozenset[date]:
    """Public holidays of Việt Nam."""
    return frozenset(holidays.country_holidays("VN", years=year))


def rung_moment(rung: Rung, due: datetime) -> datetime:
    """`working_days` from the last day that is still in time, at the rung's hour."""
    assert rung.at is not None
    assert rung.working_days is not None
    free = free_days(due.year)
    day = (due - timedelta(microseconds=1)).date()
    left = abs(rung.working_days)
    while left:
        day += timedelta(days=1 if rung.working_days > 0 else -1)
        left -= day.weekday() < 5 and day not in free
    return datetime.combine(day, rung.at, ZONE)


class Tally:
    """The example, loaded, and everything that follows from it."""

    def __init__(self) -> None:
        self.plan = Plan.model_validate(load("plan.yaml"))
        self.units = [Unit.model_validate(unit) for unit in load("units.yaml")]
        self.contacts = {
            record.unit: record.contacts
            for record in (Contacts.model_validate(item) for item in load("contacts.yaml"))
        }
        self.timeline: list[Entry] = load("submissions/timeline.yaml")
        self.accepted = [entry for entry in self.timeline if "expect" not in entry]

    @cached_property
    def participants(self) -> list[str]:
        day = self.plan.issued_on
        assignees = [who for item in self.plan.assignments for who in item.assignees]
        named = {who.unit for who in assignees}
        groups = {who.group for who in assignees if who.group}
        return [
            unit.id
            for unit in self.units
            if unit.id in named or any(unit.in_group(group, day) for group in groups)
        ]

    @cached_property
    def deadlines(self) -> dict[str, Deadline]:
        """The plan's entries, which are all due once."""
        return {owed.id: owed.deadline for owed in self.plan.owed if owed.deadline}

    @cached_property
    def parts(self) -> dict[str, Part]:
        parts = {
            unit: Part({owed: [Clock(START, due)] for owed, due in self.deadlines.items()})
            for unit in self.participants
        }
        for entry in self.accepted:
            _follow(parts[entry["data"]["unit"]], entry)
        return parts

    def fates(self) -> list[Instance]:
        """Every rung instance: unit, duty, rung, the moment it fires, and what becomes of it; none
        of what the collecting office owes, which writes no letters to itself.
        """
        found = []
        for unit, part in self.parts.items():
            if unit == self.plan.collecting_office:
                continue
            for duty, clocks in part.clocks.items():
                ladder = [rung for rung in self.plan.ladder if duty in rung.owed]
                for clock in clocks:
                    for rung in ladder:
                        fires = max(rung_moment(rung, clock.due), clock.opened)
                        fate = self._fate(unit, rung, clock, ladder)
                        found.append((unit, duty, rung, fires, fate))
        return handed_over(found, self.contacts)

    def told(self) -> Counter[str]:
        """What units hear of as it happens, each time the office decided something about one of
        them, but nothing of what the office decides about itself.
        """
        said: Counter[str] = Counter()
        for entry in self.accepted:
            unit, kind = entry["data"].get("unit"), TOLD.get(entry["verb"])
            if kind and unit != self.plan.collecting_office:
                said[kind] += told_to(self.contacts[unit], asks=kind == "returned")
        return said

    def _fate(self, unit: str, rung: Rung, clock: Clock, ladder: list[Rung]) -> str:
        own = rung_moment(rung, clock.due)
        fires = max(own, clock.opened)
        if clock.closed and clock.closed < fires:
            return "cancelled"
        if fires >= END:
            return "waiting"
        if any(own < rung_moment(other, clock.due) <= clock.opened for other in ladder):
            return "lapsed"
        return "due"


@cache
def example() -> Tally:
    """The example, loaded once."""
    return Tally()


def _follow(part: Part, entry: Entry) -> None:
    data, at = entry["data"], moment(entry)
    match entry["verb"]:
        case "declare-activity":
            part.activities[data["activity"]["id"]] = data["activity"]
            _close(part.clocks["dang-ky"][-1], at, "met")
            _hold(part, at)
        case "withdraw-activity":
            del part.activities[data["activity"]]
            part.withdrawn += 1
            _hold(part, at)
        case "submit-report":
            part.versions.append(data["report"])
            _close(part.clocks["bao-cao"][-1], at, "met")
        case "return-report":
            part.clocks["bao-cao"].append(Clock(at, Deadline.model_validate(data["deadline"])))
        case "extend-duty":
            _close(part.clocks[data["duty"]][-1], at, "moved")
            part.clocks[data["duty"]].append(Clock(at, Deadline.model_validate(data["deadline"])))
        case "excuse-duty":
            _close(part.clocks[data["duty"]][-1], at, "excused")
        case _:
            pass


def _hold(part: Part, at: datetime) -> None:
    states = [activity.get("status", "planned") for activity in part.activities.values()]
    if "held" in states and set(states) == {"held"}:
        _close(part.clocks["to-chuc"][-1], at, "met")


def _close(clock: Clock, at: datetime, how: str) -> None:
    if clock.closed is None:
        clock.closed, clock.how = at, how


def headline(clocks: list[Clock]) -> str:
    """on_time, late, owing or excused: judged by the first clock that was not moved (round 0)."""
    if clocks[-1].how in ("owing", "excused"):
        return clocks[-1].how
    first = next(clock for clock in clocks if clock.how != "moved")
    assert first.closed is not None
    return "on_time" if first.closed < first.due else "late"


def figures(records: list[Entry], indicator: str, key: str = "value") -> int:
    """The sum of one indicator over accounts or reports that give it."""
    return sum(
        figure.get(key, 0)
        for record in records
        for figure in record.get("figures", [])
        if figure["indicator"] == indicator
    )


def money(budgets: list[Entry]) -> dict[str, int]:
    """đồng by source, and their total."""
    sums: dict[str, int] = defaultdict(int, total=0)
    for budget in budgets:
        for part in budget["sources"]:
            sums[part["source"]] += part["amount"]
        sums["total"] += budget["total"]
    return dict(sums)
