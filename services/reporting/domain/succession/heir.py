"""Reporting, domain: a unit of some day with what those it stands for did, as data."""

from contracts.indicator import Arithmetic
from contracts.records import Figure
from contracts.values import Value
from services.reporting.domain.consolidated import UnitRef
from services.reporting.domain.counting.sum import Sum
from services.reporting.domain.totals import DutyTotal, Money


class Told(Value):
    """What one predecessor reported of an indicator that is never added."""

    unit: UnitRef
    figure: Figure


class HeirIndicator(Value):
    """One reported indicator by its own arithmetic; `reported.of` counts the asked predecessors."""

    indicator: str
    name: str
    unit: str | None
    group: str | None
    arithmetic: Arithmetic | None
    reported: Sum
    told: tuple[Told, ...]
    """One by one, for not-additive and text only."""


class HeirMoney(Value):
    """Reported money of one source (or of all, where `source` is None)."""

    source: str | None
    name: str
    reported: Money


class Heir(Value):
    """One unit of the day and what its predecessors' duties and reports add up to.

    Every unit of the report is in `stands_for` of exactly one heir, a unit that still exists in
    its own. So the heirs add up to the report's totals.
    """

    unit: UnitRef
    """By its names on the day; one that has ended keeps those it had in the plan."""
    stands_for: tuple[UnitRef, ...]
    """By their names in the plan, in its order."""
    ended: bool
    """It is over on the day and no single unit took it over: its figures stay under its name."""
    split_among: tuple[UnitRef, ...]
    """The several units that share what it was; how its figures divide, nobody knows."""
    duties: DutyTotal
    by_duty: tuple[DutyTotal, ...]
    indicators: tuple[HeirIndicator, ...]
    money: HeirMoney
    by_source: tuple[HeirMoney, ...]
