"""Reporting, domain: regroups a consolidated report to the units that exist on a given day."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from contracts.unit import Unit, successors
from services.reporting.domain.comparing.indicator import IndicatorTotal
from services.reporting.domain.consolidated import Consolidated, Row, UnitRef
from services.reporting.domain.counting.add_up import total
from services.reporting.domain.counting.contribution import count_duty, count_entry
from services.reporting.domain.counting.counts import Counts
from services.reporting.domain.counting.over_time import is_given
from services.reporting.domain.counting.sum import added
from services.reporting.domain.documents import PlanDocument
from services.reporting.domain.succession.heir import Heir, HeirIndicator, HeirMoney, Told
from services.reporting.domain.totals import MoneyTotal


def follow(
    plan: PlanDocument, report: Consolidated, directory: Mapping[str, Unit], day: date
) -> tuple[Heir, ...]:
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
            plan,
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
    plan: PlanDocument,
    rows: Sequence[Row],
    *,
    unit: UnitRef,
    ended: bool,
    split_among: tuple[UnitRef, ...],
) -> Heir:
    counts: Counts = Counter()
    for row in rows:
        _count(row, counts)
    totals = total(plan, counts)
    return Heir(
        unit=unit,
        stands_for=tuple(row.unit for row in rows),
        ended=ended,
        split_among=split_among,
        duties=totals.duties,
        by_duty=totals.by_duty,
        indicators=tuple(_indicator(indicator, rows) for indicator in totals.indicators),
        money=_money(totals.money),
        by_source=tuple(_money(source) for source in totals.by_source),
    )


def _count(row: Row, counts: Counts) -> None:
    """Add what a unit owes and reported, as its documents do to the counters of the plan."""
    for one in row.duties:
        count_duty(one, counts)
    for owed in dict.fromkeys(one.owed for one in row.reports):
        count_entry(owed, row.filings(owed), counts)


def _indicator(indicator: IndicatorTotal, rows: Sequence[Row]) -> HeirIndicator:
    told = (
        Told(unit=row.unit, figure=figure)
        for row in rows
        for owed in indicator.taken_from
        for filing in row.filings(owed)
        if filing.counts
        for figure in filing.figures
        if figure.indicator == indicator.indicator and is_given(figure)
    )
    return HeirIndicator(
        indicator=indicator.indicator,
        name=indicator.name,
        unit=indicator.unit,
        group=indicator.group,
        arithmetic=indicator.arithmetic,
        reported=indicator.reported,
        told=() if added(indicator.arithmetic) else tuple(told),
    )


def _money(money: MoneyTotal) -> HeirMoney:
    return HeirMoney(source=money.source, name=money.name, reported=money.reported)
