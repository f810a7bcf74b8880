"""Reporting, domain: regroups a consolidated report to the units that exist on a given day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import get_args

from contracts.plan import Indicator, Plan
from contracts.records import Budget, Figure
from contracts.unit import Unit, successors
from contracts.values import Qualifier
from services.reporting.domain.add_up import ALL_DUTIES, ALL_SOURCES, UNTOLD_SOURCE
from services.reporting.domain.consolidated import Consolidated, Row, Standing, UnitRef
from services.reporting.domain.contribution import NO_SOURCE
from services.reporting.domain.succession.heir import Heir, HeirIndicator, HeirMoney, Told
from services.reporting.domain.totals import DutyTotal, Money, Sum


def follow(report: Consolidated, directory: Mapping[str, Unit], day: date) -> tuple[Heir, ...]:
    """Who stands on `day` for the units of `report`, with all that these did; in their order.

    A unit that has ended goes over whole to its one successor. To several it cannot be divided,
    so it stays under its old name, as does one without any. A unit that exists on `day`, has not
    begun, or is not in `directory` stays itself. The cost is a look through the whole directory
    for each unit that has ended.
    """
    heirs = {row.unit.id: successors(directory, row.unit.id, day) for row in report.rows}
    groups: dict[str, list[Row]] = {}
    for row in report.rows:
        own = row.unit.id
        groups.setdefault(heirs[own][0] if len(heirs[own]) == 1 else own, []).append(row)
    return tuple(
        _heir(
            report.plan,
            rows,
            unit=_ref(name, rows, directory, day),
            ended=name in directory and directory[name].ended(day),
            split_among=tuple(_ref(one, (), directory, day) for one in heirs.get(name, ())),
        )
        for name, rows in groups.items()
    )


def _ref(name: str, rows: Sequence[Row], directory: Mapping[str, Unit], day: date) -> UnitRef:
    """The unit by its names on `day`; by those in the plan where it does not exist then."""
    record = directory.get(name)
    if record is None or not record.exists(day):
        return next(row.unit for row in rows if row.unit.id == name)
    return UnitRef(id=name, name=record.name(day), short_name=record.short_name(day))


def _heir(
    plan: Plan, rows: Sequence[Row], *, unit: UnitRef, ended: bool, split_among: tuple[UnitRef, ...]
) -> Heir:
    by_duty = _duties(plan, [standing for row in rows for standing in row.duties])
    spent = [row.spending for row in rows if row.spending is not None]
    return Heir(
        unit=unit,
        stands_for=tuple(row.unit for row in rows),
        ended=ended,
        split_among=split_among,
        duties=_all_duties(by_duty),
        by_duty=by_duty,
        indicators=tuple(_indicator(indicator, rows) for indicator in plan.indicators),
        money=HeirMoney(
            source=None, name=ALL_SOURCES, reported=_money([budget.total for budget in spent])
        ),
        by_source=_sources(plan, spent),
    )


def _duties(plan: Plan, standings: Sequence[Standing]) -> tuple[DutyTotal, ...]:
    """A line for each duty of the plan, and for those an amendment dropped that still stand."""
    named = {owed.id: (owed.kind, owed.title) for owed in plan.owed}
    for one in standings:
        named.setdefault(one.duty, (one.kind, one.title))
    lines = []
    for duty, (kind, title) in named.items():
        of_duty = [one for one in standings if one.duty == duty]
        met = [one for one in of_duty if one.status == "met"]
        on_time = sum(bool(one.on_time) for one in met)
        lines.append(
            DutyTotal(
                duty=duty,
                kind=kind,
                title=title,
                total=len(of_duty),
                met=len(met),
                owing=sum(one.status == "owing" for one in of_duty),
                excused=sum(one.status == "excused" for one in of_duty),
                on_time=on_time,
                late=len(met) - on_time,
            )
        )
    return tuple(lines)


def _all_duties(lines: Iterable[DutyTotal]) -> DutyTotal:
    lines = list(lines)
    return DutyTotal(
        duty=None,
        kind=None,
        title=ALL_DUTIES,
        total=sum(line.total for line in lines),
        met=sum(line.met for line in lines),
        owing=sum(line.owing for line in lines),
        excused=sum(line.excused for line in lines),
        on_time=sum(line.on_time for line in lines),
        late=sum(line.late for line in lines),
    )


def _indicator(indicator: Indicator, rows: Sequence[Row]) -> HeirIndicator:
    told = [
        Told(unit=row.unit, figure=figure)
        for row in rows
        for figure in row.figures
        if figure.indicator == indicator.id and _given(figure)
    ]
    added = indicator.arithmetic in ("sum", "stock", "ratio")
    return HeirIndicator(
        indicator=indicator.id,
        name=indicator.name,
        unit=indicator.unit,
        group=indicator.group,
        arithmetic=indicator.arithmetic,
        reported=_sum(indicator, [one.figure for one in told], sum(map(_asked, rows))),
        told=() if added else tuple(told),
    )


def _sum(indicator: Indicator, figures: Sequence[Figure], of: int) -> Sum:
    hedges = tuple(
        word for word in get_args(Qualifier) if any(f.qualifier == word for f in figures)
    )
    value = numerator = denominator = None
    match indicator.arithmetic:
        case "sum" | "stock" if figures:
            value = sum(figure.value or 0 for figure in figures)
        case "ratio" if figures:
            numerator = sum(figure.numerator or 0 for figure in figures)
            denominator = sum(figure.denominator or 0 for figure in figures)
        case _:
            pass  # nobody gave it, or it must not be added
    return Sum(
        value=value,
        numerator=numerator,
        denominator=denominator,
        gave=len(figures),
        of=of,
        qualifiers=hedges,
    )


def _given(figure: Figure) -> bool:
    parts = (figure.value, figure.numerator, figure.denominator, figure.text)
    return any(part is not None for part in parts)


def _asked(row: Row) -> bool:
    """It owes a report and is not excused, or has sent one that counts."""
    owes = any(one.kind == "report" and one.status != "excused" for one in row.duties)
    return owes or (row.report is not None and row.report.counts)


def _sources(plan: Plan, spent: Sequence[Budget]) -> tuple[HeirMoney, ...]:
    """The plan's sources in its order, then those that only reports speak of."""
    amounts: dict[str, list[int]] = {source.id: [] for source in plan.budget_sources}
    names = {source.id: source.name for source in plan.budget_sources} | {NO_SOURCE: UNTOLD_SOURCE}
    for budget in spent:
        for part in budget.sources:
            amounts.setdefault(part.source, []).append(part.amount)
        if rest := budget.total - sum(part.amount for part in budget.sources):
            amounts.setdefault(NO_SOURCE, []).append(rest)
    return tuple(
        HeirMoney(source=source, name=names.get(source, source), reported=_money(given))
        for source, given in amounts.items()
    )


def _money(given: Sequence[int]) -> Money:
    return Money(amount=sum(given) if given else None, gave=len(given))
