"""Reporting, domain: turns a plan's counters into the totals of its indicators and money."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

from contracts.indicator import Indicator
from contracts.owed import Owed
from contracts.plan import Plan
from services.reporting.domain.comparing import earlier, target
from services.reporting.domain.comparing.earlier import Earlier
from services.reporting.domain.comparing.indicator import Beside, EntryIndicator, IndicatorTotal
from services.reporting.domain.counting.counts import (
    ACTIVITIES,
    Column,
    CompletenessCount,
    Counts,
    MoneyCount,
    SourceCount,
)
from services.reporting.domain.counting.sum import Sum
from services.reporting.domain.counting.summing import of_activities, reported
from services.reporting.domain.counting.taking import asks, take, take_money
from services.reporting.domain.documents import DutyDocument, PlanDocument
from services.reporting.domain.filing.version import Completeness
from services.reporting.domain.succession.speaking import Said
from services.reporting.domain.totals import EntryTotal, Money, MoneyTotal, ReportTotal


@dataclass(frozen=True)
class Compared:
    """What totals are told with, beside the plan and its counters: the reports, for
    targets; earlier plans; and by entry how many due moments nobody is reminded of.
    """

    said: Said = field(default_factory=Said)
    earlier: Earlier = field(default_factory=Earlier)
    spared: Mapping[str, int] = field(default_factory=dict)


def spared(plan: Plan, duties: Iterable[DutyDocument]) -> Mapping[str, int]:
    """By entry the due moments of what the collecting office bears: it writes to itself about none.

    `duties` are at least those of which it is the unit or the bearer.
    """
    office, found = plan.collecting_office, Counter[str]()
    for duty in duties:
        if (duty.bearer or duty.unit) == office:
            found[duty.owed] += len(duty.dues)
    return found


def entry_totals(plan: Plan, counts: Counts) -> tuple[EntryTotal, ...]:
    """Each report entry of the plan by itself."""
    return tuple(_entry(plan, one, counts) for one in plan.owed if one.kind == "report")


def report_total(entry: Owed, counts: Counts) -> ReportTotal:
    """Where the reports for an entry stand."""
    by = {of: counts[CompletenessCount(entry.id, of)] for of in get_args(Completeness)}
    versions = counts[CompletenessCount(entry.id, "versions")]
    return ReportTotal(owed=entry.id, title=entry.title, versions=versions, **by)


def _entry(plan: Plan, entry: Owed, counts: Counts) -> EntryTotal:
    return EntryTotal(
        owed=entry.id,
        title=entry.title,
        reports=report_total(entry, counts),
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
        money=money("reported", [entry.id], None, counts),
    )


def indicator_total(
    plan: PlanDocument, indicator: Indicator, counts: Counts, compared: Compared
) -> IndicatorTotal:
    """An indicator over the campaign: of the entries that are taken, the others beside them."""
    taken = take(plan, indicator)
    whole = reported(indicator, taken.entries, counts)
    planned = of_activities(indicator, "planned", counts)
    held = of_activities(indicator, "held", counts)
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
        targets=target.against(plan, indicator, compared.said),
        before=earlier.beside(plan, indicator, whole, compared.earlier),
    )


def _beside(plan: Plan, indicator: Indicator, entry: str, whole: Sum, counts: Counts) -> Beside:
    own = reported(indicator, [entry], counts)
    title = next(one.title for one in plan.owed if one.id == entry)
    return Beside(owed=entry, title=title, reported=own, difference=own.less(whole))


def money_total(plan: PlanDocument, source: str | None, name: str, counts: Counts) -> MoneyTotal:
    """Money of one source, or of all."""
    return MoneyTotal(
        source=source,
        name=name,
        reported=money("reported", take_money(plan), source, counts),
        planned=money("planned", [ACTIVITIES], source, counts),
        held=money("held", [ACTIVITIES], source, counts),
    )


def money(column: Column, entries: Sequence[str], source: str | None, counts: Counts) -> Money:
    """Money of one source, or of all, as some entries add it up."""
    if source is None:
        gave = sum(counts[MoneyCount(column, one, "gave")] for one in entries)
        amount = sum(counts[MoneyCount(column, one, "amount")] for one in entries)
    else:
        gave = sum(counts[SourceCount(column, one, source, "gave")] for one in entries)
        amount = sum(counts[SourceCount(column, one, source, "amount")] for one in entries)
    # What nobody gave is no amount, which is not zero.
    return Money(amount=amount if gave else None, gave=gave)
