"""Reporting, domain: turns a plan's counters into totals, by arithmetic, catalogue and ladder."""

from collections.abc import Iterable
from typing import Literal, TypeVar, get_args

from contracts.plan import Channel, Indicator, Named, Plan
from contracts.values import Qualifier
from services.reporting.domain.contribution import NO_SOURCE
from services.reporting.domain.totals import (
    Counts,
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
)

ALL_DUTIES = "Tất cả nghĩa vụ"
ALL_KINDS = "Tất cả hoạt động"
ALL_SOURCES = "Tất cả nguồn"
UNTOLD_SOURCE = "Chưa ghi rõ nguồn"

Column = Literal["reported", "planned", "held"]
T = TypeVar("T", DutyTotal, KindTotal, RungTotal)

_DUTY_STATES = ("met", "owing", "excused", "on_time", "late")
_FATES = ("sent", "cancelled", "lapsed", "failed", "waiting")
_MESSAGE_STATES = ("composed", "attempted", "accepted", "failed", "silenced")
_STATUSES = ("planned", "postponed", "held")


def total(plan: Plan, counts: Counts) -> Totals:
    """What the counters of a plan's documents add up to. Its cost depends on the plan alone."""
    by_duty = _duties(plan, counts)
    by_rung = _rungs(plan, counts)
    by_kind = _kinds(plan, counts)
    return Totals(
        duties=_over(DutyTotal, by_duty, duty=None, kind=None, title=ALL_DUTIES),
        by_duty=by_duty,
        reports=ReportTotal(
            asked=counts["reports", "asked"],
            counted=counts["reports", "counted"],
            awaiting=counts["reports", "awaiting"],
            accepted=counts["reports", "accepted"],
            returned=counts["reports", "returned"],
            versions=counts["reports", "versions"],
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


def unaccounted(plan: Plan, counts: Counts) -> int:
    """Rungs due by the registry's facts less those the notifier told the fate of."""
    return sum(line.unaccounted for line in _rungs(plan, counts))


def _over(model: type[T], lines: Iterable[T], **named: str | None) -> T:
    """One line over all lines: every number added."""
    lines = list(lines)
    numbers = [name for name, field in model.model_fields.items() if field.annotation is int]
    added = {name: sum(getattr(line, name) for line in lines) for name in numbers}
    return model.model_validate({**named, **added})


def _duties(plan: Plan, counts: Counts) -> tuple[DutyTotal, ...]:
    titles = {owed.id: owed.title for owed in plan.owed}
    kinds = {owed.id: owed.kind for owed in plan.owed}
    # An amended plan may have dropped an item whose duties were closed; they still count.
    kinds |= {key[1]: key[2] for key in counts if key[0] == "duty"}  # type: ignore[misc]
    lines = []
    for duty, kind in kinds.items():
        by = {state: counts["duty", duty, kind, state] for state in _DUTY_STATES}
        lines.append(
            DutyTotal(
                duty=duty,
                kind=kind,
                title=titles.get(duty, duty),
                total=by["met"] + by["owing"] + by["excused"],
                **by,
            )
        )
    return tuple(lines)


def _rungs(plan: Plan, counts: Counts) -> tuple[RungTotal, ...]:
    lines = []
    for rung in plan.ladder:
        for duty in rung.owed:
            by = {fate: counts["rung", duty, rung.id, fate] for fate in _FATES}
            due = counts["dues", duty]
            left = due - sum(by.values())
            lines.append(RungTotal(duty=duty, rung=rung.id, due=due, unaccounted=left, **by))
    return tuple(lines)


def _kinds(plan: Plan, counts: Counts) -> tuple[KindTotal, ...]:
    lines = []
    for kind, name in _named(plan.kinds, (key[1] for key in counts if key[0] == "activity")):
        by = {state: counts["activity", kind, state] for state in _STATUSES}
        lines.append(
            KindTotal(
                kind=kind,
                name=name,
                total=sum(by.values()),
                withdrawn=counts["activity", kind, "withdrawn"],
                joint=counts["activity", kind, "joint"],
                **by,
            )
        )
    return tuple(lines)


def _sources(plan: Plan, counts: Counts) -> tuple[MoneyTotal, ...]:
    told = (key[2] for key in counts if key[0] == "source")
    return tuple(_money(*named, counts) for named in _named(plan.budget_sources, told))


def _named(catalogue: Iterable[Named], used: Iterable[str]) -> list[tuple[str, str]]:
    """The plan's entries in its order, then those that only documents still speak of."""
    names = {entry.id: entry.name for entry in catalogue}
    for other in sorted(set(used) - names.keys()):
        names[other] = UNTOLD_SOURCE if other == NO_SOURCE else other
    return list(names.items())


def _money(source: str | None, name: str, counts: Counts) -> MoneyTotal:
    def column(name: Column) -> Money:
        key = ("money", name) if source is None else ("source", name, source)
        gave = counts[*key, "gave"]
        return Money(amount=counts[*key, "amount"] if gave else None, gave=gave)

    return MoneyTotal(
        source=source,
        name=name,
        reported=column("reported"),
        planned=column("planned"),
        held=column("held"),
    )


def _messages(counts: Counts) -> tuple[MessageTotal, ...]:
    channels = {*get_args(Channel), *(key[1] for key in counts if key[0] == "message")}
    lines = []
    for channel in sorted(channels):
        by = {state: counts["message", channel, state] for state in _MESSAGE_STATES}
        uncertain = counts["message", channel, "uncertain"]
        lines.append(
            MessageTotal(channel=channel, total=sum(by.values()), uncertain=uncertain, **by)
        )
    return tuple(lines)


def _indicator(indicator: Indicator, counts: Counts) -> IndicatorTotal:
    return IndicatorTotal(
        indicator=indicator.id,
        name=indicator.name,
        unit=indicator.unit,
        group=indicator.group,
        arithmetic=indicator.arithmetic,
        reported=_sum(indicator, "reported", counts["reports", "asked"], counts),
        planned=_sum(indicator, "planned", counts["accounts", "planned"], counts),
        held=_sum(indicator, "held", counts["accounts", "held"], counts),
    )


def _sum(indicator: Indicator, column: Column, of: int, counts: Counts) -> Sum:
    key = ("figure", column, indicator.id)
    gave = counts[*key, "gave"]
    words = tuple(word for word in get_args(Qualifier) if counts[*key, "qualifier", word])
    match indicator.arithmetic:
        case "sum" if gave:
            return Sum(value=counts[*key, "value"], gave=gave, of=of, qualifiers=words)
        case "stock" if gave and column == "reported":
            # One value per unit: its latest. Activities of one unit may tell the same stock
            # several times, so only reports give a stock total.
            return Sum(value=counts[*key, "value"], gave=gave, of=of, qualifiers=words)
        case "ratio" if gave:
            return Sum(
                numerator=counts[*key, "numerator"],
                denominator=counts[*key, "denominator"],
                gave=gave,
                of=of,
                qualifiers=words,
            )
        case _:
            return Sum(gave=gave, of=of, qualifiers=words)
