"""Reporting, domain: turns a plan's counters into the totals of its indicators and money."""

from collections.abc import Sequence
from decimal import Decimal
from typing import get_args

from contracts.owed import Owed
from contracts.plan import Indicator, Plan
from contracts.values import Qualifier
from services.reporting.domain.counting.counts import (
    ACTIVITIES,
    AccountCount,
    Column,
    Completeness,
    CompletenessCount,
    Counts,
    FigureCount,
    FigureOf,
    HedgeCount,
    MoneyCount,
    NilCount,
    NothingCount,
    NothingKind,
    SourceCount,
)
from services.reporting.domain.counting.hedging import combine
from services.reporting.domain.counting.over_time import Over, over
from services.reporting.domain.counting.sum import Sum, added, told_again
from services.reporting.domain.counting.taking import asks, take, take_money
from services.reporting.domain.documents import PlanDocument
from services.reporting.domain.totals import (
    Beside,
    EntryIndicator,
    EntryTotal,
    IndicatorTotal,
    Money,
    MoneyTotal,
    ReportTotal,
)

THOUSANDTH = Decimal("0.001")


def entry_totals(plan: Plan, counts: Counts) -> tuple[EntryTotal, ...]:
    """Each report entry of the plan by itself."""
    return tuple(_entry(plan, one, counts) for one in plan.owed if one.kind == "report")


def _entry(plan: Plan, entry: Owed, counts: Counts) -> EntryTotal:
    by = {of: counts[CompletenessCount(entry.id, of)] for of in get_args(Completeness)}
    return EntryTotal(
        owed=entry.id,
        title=entry.title,
        reports=ReportTotal(owed=entry.id, title=entry.title, **by),
        indicators=tuple(
            EntryIndicator(
                indicator=one.id,
                name=one.name,
                unit=one.unit,
                group=one.group,
                arithmetic=one.arithmetic,
                reported=reported(one, [entry.id], counts),
            )
            for one in plan.indicators
            if asks(entry, one.id)
        ),
        money=_money("reported", [entry.id], None, counts),
    )


def indicator_total(plan: PlanDocument, indicator: Indicator, counts: Counts) -> IndicatorTotal:
    """An indicator over the campaign: of the entries that are taken, the others beside them."""
    taken = take(plan, indicator)
    whole = reported(indicator, taken.entries, counts)
    planned = _of_activities(indicator, "planned", counts)
    held = _of_activities(indicator, "held", counts)
    return IndicatorTotal(
        indicator=indicator.id,
        name=indicator.name,
        unit=indicator.unit,
        group=indicator.group,
        arithmetic=indicator.arithmetic,
        reported=whole,
        taken_from=taken.entries,
        beside=tuple(_beside(plan.plan, indicator, entry, whole, counts) for entry in taken.beside),
        planned=planned,
        held=held,
        variance=held.less(planned),
    )


def _beside(plan: Plan, indicator: Indicator, entry: str, whole: Sum, counts: Counts) -> Beside:
    own = reported(indicator, [entry], counts)
    title = next(one.title for one in plan.owed if one.id == entry)
    return Beside(owed=entry, title=title, reported=own, difference=own.less(whole))


def reported(indicator: Indicator, entries: Sequence[str], counts: Counts) -> Sum:
    """An indicator as the reports for some entries add it up."""
    of = sum(counts[CompletenessCount(entry, "units")] for entry in entries)
    return _sum(indicator, "reported", entries, over(indicator), of, counts)


def _of_activities(indicator: Indicator, column: Column, counts: Counts) -> Sum:
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


def money_total(plan: PlanDocument, source: str | None, name: str, counts: Counts) -> MoneyTotal:
    """Money of one source, or of all."""
    return MoneyTotal(
        source=source,
        name=name,
        reported=_money("reported", take_money(plan), source, counts),
        planned=_money("planned", [ACTIVITIES], source, counts),
        held=_money("held", [ACTIVITIES], source, counts),
    )


def _money(column: Column, entries: Sequence[str], source: str | None, counts: Counts) -> Money:
    if source is None:
        gave = sum(counts[MoneyCount(column, one, "gave")] for one in entries)
        amount = sum(counts[MoneyCount(column, one, "amount")] for one in entries)
    else:
        gave = sum(counts[SourceCount(column, one, source, "gave")] for one in entries)
        amount = sum(counts[SourceCount(column, one, source, "amount")] for one in entries)
    # What nobody gave is no amount, which is not zero.
    return Money(amount=amount if gave else None, gave=gave)
