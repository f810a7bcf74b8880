"""Reporting, domain: what an indicator adds up to, beside all that it can be compared with."""

from contracts.indicator import Arithmetic
from contracts.values import Value
from services.reporting.domain.comparing.earlier import Before
from services.reporting.domain.comparing.target import TargetTotal
from services.reporting.domain.counting.sum import Amount, Sum


class Beside(Value):
    """An entry whose figures of an indicator are in no total, beside the one that counts."""

    owed: str
    title: str
    reported: Sum
    difference: Amount | None
    """Of `reported` here to that of the total; of ratios in percentage points."""


class IndicatorTotal(Value):
    """One indicator in three columns that never mix.

    `reported` comes from units' reports and is the figure of the campaign; `planned` and `held`
    come from activities (held: actual figures of activities that took place).
    """

    indicator: str
    name: str
    unit: str | None
    group: str | None
    arithmetic: Arithmetic | None
    reported: Sum
    taken_from: tuple[str, ...]
    """The entries that `reported` adds up."""
    beside: tuple[Beside, ...]
    planned: Sum
    held: Sum
    variance: Amount | None
    """`held` less `planned`; of ratios in percentage points."""
    targets: tuple[TargetTotal, ...]
    before: Before | None
    """The figure of an earlier plan that this indicator continues."""


class EntryIndicator(Value):
    """One indicator as the reports for one entry add it up."""

    indicator: str
    name: str
    unit: str | None
    group: str | None
    arithmetic: Arithmetic | None
    reported: Sum
