"""Reporting, domain: turns a plan's counters into totals, by arithmetic, catalogue and ladder."""

from collections.abc import Iterable
from typing import TypeVar, get_args

from contracts.plan import Channel, Indicator, Named, Plan
from contracts.values import Qualifier
from contracts.words import DUTY_STATUSES, MESSAGE_STATUSES, RUNG_FATES, TOLD_STATUSES
from services.reporting.domain.counting.counts import (
    NO_SOURCE,
    AccountCount,
    ActivityCount,
    Column,
    CompletenessCount,
    Counts,
    DueCount,
    DutyCount,
    FigureCount,
    HedgeCount,
    JointCount,
    MessageCount,
    MetCount,
    MoneyCount,
    ReportCount,
    RungCount,
    SourceCount,
    UncertainCount,
)
from services.reporting.domain.totals import (
    DutyTotal,
    IndicatorTotal,
    KindTotal,
    MessageTotal,
    Money,
    MoneyTotal,
    ReportTotal,
    RungTotal,
    Sum,
    Totals,
    added,
    told_again,
)

ALL_DUTIES = "Tất cả nội dung"
ALL_KINDS = "Tất cả hoạt động"
ALL_SOURCES = "Tất cả nguồn"
UNTOLD_SOURCE = "Chưa ghi rõ nguồn"

T = TypeVar("T", DutyTotal, KindTotal, RungTotal)


def total(plan: Plan, counts: Counts) -> Totals:
    """What the counters of a plan's documents add up to. Its cost depends on the plan alone."""
    by_duty = _duties(plan, counts)
    by_rung = _rungs(plan, counts)
    by_kind = _kinds(plan, counts)
    return Totals(
        duties=_over(DutyTotal, by_duty, duty=None, kind=None, title=ALL_DUTIES),
        by_duty=by_duty,
        reports=ReportTotal(
            asked=counts[CompletenessCount("asked")],
            counted=counts[CompletenessCount("counted")],
            awaiting=counts[CompletenessCount("awaiting")],
            accepted=counts[ReportCount("accepted")],
            returned=counts[ReportCount("returned")],
            versions=counts[CompletenessCount("versions")],
        ),
        indicators=tuple(_indicator(indicator, counts) for indicator in plan.indicators),
        money=_money(None, ALL_SOURCES, counts),
        by_source=_sources(plan, counts),
        activities=_over(KindTotal, by_kind, kind=None, name=ALL_KINDS),
        by_kind=by_kind,
        rungs=_over(RungTotal, by_rung, duty=None, rung=None),
        by_rung=by_rung,
        messages=_messages(counts),
    )


def _over(model: type[T], parts: Iterable[T], **named: str | None) -> T:
    """One total over several: every number added."""
    parts = list(parts)
    numbers = [name for name, field in model.model_fields.items() if field.annotation is int]
    sums = {name: sum(getattr(part, name) for part in parts) for name in numbers}
    return model.model_validate({**named, **sums})


def _duties(plan: Plan, counts: Counts) -> tuple[DutyTotal, ...]:
    titles = {owed.id: owed.title for owed in plan.owed}
    kinds = {owed.id: owed.kind for owed in plan.owed}
    # An amended plan may have dropped an item whose duties were closed; they still count.
    kinds |= {key.duty: key.kind for key in counts if isinstance(key, DutyCount)}
    totals = []
    for duty, kind in kinds.items():
        by = {status: counts[DutyCount(duty, kind, status)] for status in DUTY_STATUSES}
        totals.append(
            DutyTotal(
                duty=duty,
                kind=kind,
                title=titles.get(duty, duty),
                total=sum(by.values()),
                on_time=counts[MetCount(duty, kind, True)],
                late=counts[MetCount(duty, kind, False)],
                **by,
            )
        )
    return tuple(totals)


def _rungs(plan: Plan, counts: Counts) -> tuple[RungTotal, ...]:
    totals = []
    for rung in plan.ladder:
        for duty in rung.owed:
            by = {fate: counts[RungCount(duty, rung.id, fate)] for fate in RUNG_FATES}
            due = counts[DueCount(duty)]
            left = due - sum(by.values())
            totals.append(RungTotal(duty=duty, rung=rung.id, due=due, unaccounted=left, **by))
    return tuple(totals)


def _kinds(plan: Plan, counts: Counts) -> tuple[KindTotal, ...]:
    totals = []
    used = [key.kind for key in counts if isinstance(key, ActivityCount | JointCount)]
    for kind, name in _named(plan.kinds, used):
        by = {status: counts[ActivityCount(kind, status)] for status in TOLD_STATUSES}
        totals.append(
            KindTotal(
                kind=kind,
                name=name,
                total=sum(by.values()),
                withdrawn=counts[ActivityCount(kind, "withdrawn")],
                joint=counts[JointCount(kind)],
                **by,
            )
        )
    return tuple(totals)


def _sources(plan: Plan, counts: Counts) -> tuple[MoneyTotal, ...]:
    used = [key.source for key in counts if isinstance(key, SourceCount)]
    return tuple(_money(*named, counts) for named in _named(plan.budget_sources, used))


def _named(catalogue: Iterable[Named], used: Iterable[str]) -> list[tuple[str, str]]:
    """The plan's entries in its order, then those that only documents still speak of."""
    names = {entry.id: entry.name for entry in catalogue}
    for other in sorted(set(used) - names.keys()):
        names[other] = UNTOLD_SOURCE if other == NO_SOURCE else other
    return list(names.items())


def _money(source: str | None, name: str, counts: Counts) -> MoneyTotal:
    def column(name: Column) -> Money:
        if source is None:
            gave, amount = counts[MoneyCount(name, "gave")], counts[MoneyCount(name, "amount")]
        else:
            gave = counts[SourceCount(name, source, "gave")]
            amount = counts[SourceCount(name, source, "amount")]
        # What nobody gave is no amount, which is not zero.
        return Money(amount=amount if gave else None, gave=gave)

    return MoneyTotal(
        source=source,
        name=name,
        reported=column("reported"),
        planned=column("planned"),
        held=column("held"),
    )


def _messages(counts: Counts) -> tuple[MessageTotal, ...]:
    channels: list[Channel | None] = sorted(get_args(Channel))
    if any(isinstance(key, MessageCount) and key.channel is None for key in counts):
        channels.append(None)
    totals = []
    for channel in channels:
        by = {status: counts[MessageCount(channel, status)] for status in MESSAGE_STATUSES}
        uncertain = counts[UncertainCount(channel)]
        totals.append(
            MessageTotal(channel=channel, total=sum(by.values()), uncertain=uncertain, **by)
        )
    return tuple(totals)


def _indicator(indicator: Indicator, counts: Counts) -> IndicatorTotal:
    return IndicatorTotal(
        indicator=indicator.id,
        name=indicator.name,
        unit=indicator.unit,
        group=indicator.group,
        arithmetic=indicator.arithmetic,
        reported=_sum(indicator, "reported", counts[CompletenessCount("asked")], counts),
        planned=_sum(indicator, "planned", counts[AccountCount("planned")], counts),
        held=_sum(indicator, "held", counts[AccountCount("held")], counts),
    )


def _sum(indicator: Indicator, column: Column, of: int, counts: Counts) -> Sum:
    about = column, indicator.id
    gave = counts[FigureCount(*about, "gave")]
    words: tuple[Qualifier, ...] = get_args(Qualifier)
    hedges = tuple(word for word in words if counts[HedgeCount(*about, word)])
    once = column == "reported" or not told_again(indicator.arithmetic)
    by = added(indicator.arithmetic) if gave and once else None
    return Sum(
        value=counts[FigureCount(*about, "value")] if by == "value" else None,
        numerator=counts[FigureCount(*about, "numerator")] if by == "ratio" else None,
        denominator=counts[FigureCount(*about, "denominator")] if by == "ratio" else None,
        gave=gave,
        of=of,
        qualifiers=hedges,
    )
