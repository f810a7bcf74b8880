"""Reporting, domain: adds what reports and activities say to counters: their numbers once for each
that says them, and how many gave any once for each unit.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import get_args

from contracts.records import Budget
from services.reporting.domain.counting.counts import (
    NO_SOURCE,
    Column,
    CompletenessCount,
    Counts,
    FigureCount,
    FigureOf,
    HedgeCount,
    MoneyCount,
    NilCount,
    NothingCount,
    SourceCount,
)
from services.reporting.domain.counting.over_time import Over, Told, told
from services.reporting.domain.filing.documents import Filing

THOUSAND = 1000
"""Values have at most three decimals, and counters are whole numbers."""
About = tuple[Column, str, str, Over]
"""A column, an entry or ACTIVITIES, an indicator, and how its reports combine."""


def count_entry(owed: str, filings: Sequence[Filing], counts: Counts) -> None:
    """Add what one unit's reports for an entry say, in the order of time."""
    counts[CompletenessCount(owed, "units")] += any(one.asked for one in filings)
    for filing in filings:
        counts[CompletenessCount(owed, "versions")] += filing.versions
        for of in filing.standing:
            counts[CompletenessCount(owed, of)] += 1
    counted = [one for one in filings if one.counts]
    count_nil(owed, counted, counts)
    for way in get_args(Over):
        for indicator, one in told(counted, way).items():
            add_figure(("reported", owed, indicator, way), one, counts)
            add_answer(("reported", owed, indicator, way), one, counts)
    spent = budgets(counted)
    add_money("reported", owed, spent, counts)
    add_givers("reported", owed, spent, counts)


def count_nil(owed: str, counted: Sequence[Filing], counts: Counts) -> None:
    """Add a unit all of whose reports that count are nil."""
    if counted and all(one.nothing for one in counted) and (why := counted[-1].nothing):
        counts[NilCount(owed, why)] += 1


def budgets(filings: Sequence[Filing]) -> list[Budget]:
    return [one.spending for one in filings if one.spending is not None]


def add_figure(about: About, one: Told, counts: Counts) -> None:
    """Add the numbers of an indicator."""
    if one.value:
        counts[_figure(about, "value")] += int(one.value * THOUSAND)
    if one.numerator:
        counts[_figure(about, "numerator")] += one.numerator
    if one.denominator:
        counts[_figure(about, "denominator")] += one.denominator


def add_answer(about: About, one: Told, counts: Counts) -> None:
    """Add that a unit, or an activity, said something of an indicator."""
    if one.gave:
        counts[_figure(about, "gave")] += 1
    if one.percent is not None:
        counts[_figure(about, "percent")] += 1
    if one.nothing is not None:
        counts[NothingCount(*about, one.nothing)] += 1
    if one.value == 0:
        counts[NothingCount(*about, "zero")] += 1
    if one.qualifier and one.gave:
        counts[HedgeCount(*about, one.qualifier)] += 1


@lru_cache(maxsize=4096)
def _figure(about: About, of: FigureOf) -> FigureCount:
    """A counter, the same one for all who give the indicator."""
    return FigureCount(*about, of)


def add_money(column: Column, owed: str, given: Sequence[Budget], counts: Counts) -> None:
    """Add money, whole and by source."""
    for budget in given:
        counts[MoneyCount(column, owed, "amount")] += budget.total
        for source, amount in _by_source(budget):
            counts[SourceCount(column, owed, source, "amount")] += amount


def add_givers(column: Column, owed: str, given: Sequence[Budget], counts: Counts) -> None:
    """Add that a unit, or an activity, gave money, and from which sources."""
    counts[MoneyCount(column, owed, "gave")] += bool(given)
    for source in {source for budget in given for source, _ in _by_source(budget)}:
        counts[SourceCount(column, owed, source, "gave")] += 1


def _by_source(budget: Budget) -> list[tuple[str, int]]:
    parts = [(part.source, part.amount) for part in budget.sources]
    rest = budget.total - sum(amount for _, amount in parts)
    return [*parts, (NO_SOURCE, rest)] if rest else parts
