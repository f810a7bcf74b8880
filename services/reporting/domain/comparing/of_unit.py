"""Reporting, domain: one unit's figures beside its own of an earlier plan which they continue."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from contracts.indicator import Indicator, added
from contracts.owed import Owed, Participant
from contracts.plan import Plan
from contracts.unit import Unit, successors
from services.reporting.domain.comparing.earlier import defined_otherwise
from services.reporting.domain.comparing.reasons import Reason
from services.reporting.domain.consolidated import Consolidated, ReportRef, Row
from services.reporting.domain.counting.over_time import Told, add, over
from services.reporting.domain.counting.taking import asks, take
from services.reporting.domain.documents import PlanDocument
from services.reporting.domain.succession.speaking import whole


@dataclass(frozen=True)
class LastTime:
    """What the reports of an earlier plan said, unit by unit; and the directory, by which its units
    are followed to those of `later`'s day.
    """

    report: Consolidated
    directory: Mapping[str, Unit]
    later: Plan

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return (*self.report.rows, *self.report.before)

    @cached_property
    def document(self) -> PlanDocument:
        """The earlier plan with whoever had to report."""
        told = [
            Participant(
                unit=row.unit.id,
                name=row.unit.name,
                short_name=row.unit.short_name,
                parent=row.parent,
                assignments=[],
                owes=sorted({one.owed for one in row.reports}),
            )
            for row in self.rows
        ]
        return PlanDocument(
            plan=self.report.plan, participants=tuple(told), published_at=self.report.as_of
        )

    @cached_property
    def heirs(self) -> dict[str, list[str]]:
        """By the units of then, those of the later plan's day."""
        day = self.later.issued_on
        names = {row.unit.id for row in self.rows} | self.directory.keys()
        return {name: successors(self.directory, name, day) or [name] for name in names}

    @cached_property
    def together(self) -> set[str]:
        """Units whose report spoke for others too, and those others."""
        found = set()
        for row in self.rows:
            for one in row.reports:
                speaker, parted, _ = (one.gathered_in or "").partition("/")
                found |= {speaker, row.unit.id} if parted else set()
        return found

    def existed(self, unit: str) -> set[str]:
        """The units of then that have become this one."""
        day = self.report.plan.issued_on
        return {
            name
            for name, record in self.directory.items()
            if record.exists(day) and unit in self.heirs[name]
        }


@dataclass(frozen=True)
class OfUnit:
    """What a unit told of an indicator in an earlier plan, or why that is not comparable."""

    told: Told | None
    reason: Reason | None = None


def beside_unit(
    entry: Owed, unit: str, plan: Plan, earlier: Mapping[str, LastTime]
) -> dict[str, OfUnit]:
    """By indicator of an entry's form that continues another, what the unit told of that.

    Compared only over the same coverage, and where the unit is all of what units of then became.
    """
    return {
        one.id: _beside(entry, unit, one, earlier.get(one.same_as.plan))
        for one in plan.indicators
        if one.same_as is not None and asks(entry, one.id)
    }


def _beside(entry: Owed, unit: str, indicator: Indicator, last: LastTime | None) -> OfUnit:
    if last is None or indicator.same_as is None:
        return OfUnit(None, "plan")
    wanted = indicator.same_as.indicator
    known = next((one for one in last.report.plan.indicators if one.id == wanted), None)
    if known is None:
        return OfUnit(None, "indicator")
    if reason := defined_otherwise(indicator, known):
        return OfUnit(None, reason)
    if entry.recurring is not None and over(indicator) == "flow":
        return OfUnit(None, "period")
    taken = set(take(last.document, known).entries)
    mine = [row for row in last.rows if unit in last.heirs[row.unit.id] and [*_sent(row, taken)]]
    if reason := _differs(entry, unit, mine, taken, last):
        return OfUnit(None, reason)
    return _told(known, mine, taken)


def _sent(row: Row, taken: set[str]) -> Iterator[ReportRef]:
    return (one for one in row.reports if one.owed in taken)


def _counts(row: Row, taken: set[str]) -> bool:
    return any(one.counts for one in _sent(row, taken))


def _differs(
    entry: Owed, unit: str, mine: list[Row], taken: set[str], last: LastTime
) -> Reason | None:
    names = {row.unit.id for row in mine}
    parted = any(_counts(row, taken) and last.heirs[row.unit.id] != [unit] for row in mine)
    if not mine or last.existed(unit) - names or parted or names & last.together:
        return "units"
    asked = {one.owed for row in mine for one in _sent(row, taken)}
    coverage = {one.form.coverage for one in last.report.plan.owed if one.id in asked}
    return None if coverage == {entry.form.coverage} else "coverage"


def _told(known: Indicator, mine: list[Row], taken: set[str]) -> OfUnit:
    """What was told by all of those that had to; of several units only what may be added."""
    elsewhere = [
        row
        for row in mine
        if any(one.spoken_by or one.set_aside or one.gathered for one in _sent(row, taken))
    ]
    found = [
        whole([one.filing for one in _sent(row, taken) if one.counts], known)
        for row in mine
        if _counts(row, taken) or row not in elsewhere
    ]
    told = [one for one in found if one is not None]
    if not told or len(told) < len(found):
        return OfUnit(None, "untold")
    if len(told) > 1 and added(known.arithmetic) is None:
        return OfUnit(None, "units")
    return OfUnit(add(told))
