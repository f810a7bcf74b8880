"""Reporting, domain: what an indicator adds up to over some entries, or over activities."""

from collections.abc import Sequence
from decimal import Decimal
from typing import get_args

from contracts.indicator import Indicator, added
from contracts.values import Qualifier
from services.reporting.domain.counting.counts import (
    ACTIVITIES,
    AccountCount,
    Column,
    CompletenessCount,
    Counts,
    FigureCount,
    FigureOf,
    HedgeCount,
    NilCount,
    NothingCount,
    NothingKind,
)
from services.reporting.domain.counting.hedging import combine
from services.reporting.domain.counting.over_time import Over, over
from services.reporting.domain.counting.sum import Sum, told_again

THOUSANDTH = Decimal("0.001")


def reported(indicator: Indicator, entries: Sequence[str], counts: Counts) -> Sum:
    """An indicator as the reports for some entries add it up."""
    of = sum(counts[CompletenessCount(entry, "units")] for entry in entries)
    return _sum(indicator, "reported", entries, over(indicator), of, counts)


def of_activities(indicator: Indicator, column: Column, counts: Counts) -> Sum:
    of = counts[AccountCount(column)]
    return _sum(indicator, column, [ACTIVITIES], "flow", of, counts)


def _sum(
    indicator: Indicator, column: Column, entries: Sequence[str], way: Over, of: int, counts: Counts
) -> Sum:
    abouts = [(column, entry, indicator.id, way) for entry in entries]

    def number(of: FigureOf) -> int:
        return sum([counts[FigureCount(*about, of)] for about in abouts])

    def nothing(kind: NothingKind) -> int:
        told = sum([counts[NothingCount(*about, kind)] for about in abouts])
        match kind:
            case "zero" | "not-yet-known":
                return told
            case _:
                return told + sum([counts[NilCount(entry, kind)] for entry in entries])

    words: tuple[Qualifier, ...] = get_args(Qualifier)
    hedges = {w: sum([counts[HedgeCount(*about, w)] for about in abouts]) for w in words}
    gave, hedged = number("gave"), sum(hedges.values())
    told: list[Qualifier | None] = [word for word, many in hedges.items() if many]
    once = column == "reported" or not told_again(indicator.arithmetic)
    by = added(indicator.arithmetic) if gave and once else None
    return Sum(
        value=number("value") * THOUSANDTH if by == "value" else None,
        numerator=number("numerator") if by == "ratio" else None,
        denominator=number("denominator") if by == "ratio" else None,
        gave=gave,
        of=of,
        percent_only=number("percent"),
        zero=nothing("zero"),
        no_occurrence=nothing("no-occurrence"),
        not_our_function=nothing("not-our-function"),
        not_yet_known=nothing("not-yet-known"),
        qualifier=combine([*told, *([None] if gave > hedged else [])]),
        hedged=hedged,
    )
