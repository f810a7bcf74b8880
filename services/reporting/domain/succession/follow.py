"""Reporting, domain: regroups a consolidated report to the units that exist on a given day."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from contracts.indicator import Indicator, added
from contracts.plan import Plan
from contracts.unit import Unit, successors
from services.reporting.domain.comparing.figures import money
from services.reporting.domain.consolidated import Consolidated, Row, UnitRef
from services.reporting.domain.counting.add_up import ALL_SOURCES, sources, total_duties
from services.reporting.domain.counting.adding import count_entry
from services.reporting.domain.counting.contribution import count_duty
from services.reporting.domain.counting.counts import Counts
from services.reporting.domain.counting.over_time import is_given
from services.reporting.domain.counting.summing import reported
from services.reporting.domain.counting.taking import take, take_money
from services.reporting.domain.documents import PlanDocument
from services.reporting.domain.succession.heir import Heir, HeirIndicator, HeirMoney, Told
from services.reporting.domain.succession.lineage import Lineage
from services.reporting.domain.succession.speaking import Said


def follow(
    plan: PlanDocument, report: Consolidated, directory: Mapping[str, Unit], day: date
) -> tuple[Heir, ...]:
    """Who stands on `day` for the units of `report`, with all that these did; in their order.

    A unit that has ended goes over whole to its one successor. To several it cannot be divided,
    so it stays under its old name, as does one without any. A unit that exists on `day`, has not
    begun, or is not in `directory` stays itself. The cost is a look through the whole directory
    for each unit that has ended.
    """
    rows = {row.unit.id: row for row in (*report.rows, *report.before)}
    lines, asked = _lines(report), _asked(plan)
    heirs = {own: successors(directory, own, day) for own in rows}
    groups: dict[str, list[str]] = {}
    for own in rows:
        groups.setdefault(heirs[own][0] if len(heirs[own]) == 1 else own, []).append(own)
    return tuple(
        _heir(
            asked,
            [rows[own] for own in names],
            _sum(lines[own] for own in names),
            unit=_ref(name, [rows[own] for own in names], directory, day),
            ended=name in directory and directory[name].ended(day),
            split_among=tuple(_ref(one, (), directory, day) for one in heirs.get(name, ())),
        )
        for name, names in groups.items()
    )


@dataclass(frozen=True)
class Asked:
    """A plan's indicators, each with the entries whose figures are added, and those of its money;
    the same for all heirs.
    """

    plan: Plan
    indicators: Sequence[tuple[Indicator, tuple[str, ...]]]
    money: tuple[str, ...]


def _asked(plan: PlanDocument) -> Asked:
    indicators = [(one, take(plan, one).entries) for one in plan.plan.indicators]
    return Asked(plan.plan, indicators, take_money(plan))


def said_of(report: Consolidated) -> Said:
    """The reports in a consolidated report, with who took over from whom."""
    rows = (*report.rows, *report.before)
    moving = [row for row in rows if row.stands_for or row.heirs]
    lineage = Lineage(
        {row.unit.id: tuple(one.id for one in row.heirs) for row in moving},
        {row.unit.id: row.ended_at for row in moving if row.ended_at is not None},
    )
    filings = {
        (row.unit.id, owed): row.filings(owed)
        for row in rows
        for owed in {one.owed for one in row.reports}
    }
    return Said(lineage, filings)


def _sum(several: Iterable[Counts]) -> Counts:
    counts: Counts = Counter()
    for one in several:
        counts.update(one)
    return counts


def _lines(report: Consolidated) -> dict[str, Counts]:
    """What stands under each unit's name: of duties and reports all that the plan's totals add."""
    lines: dict[str, Counts] = defaultdict(Counter)
    said = said_of(report)
    for row in (*report.rows, *report.before):
        for one in row.duties:
            count_duty(one, lines[row.unit.id])
        for owed in dict.fromkeys(one.owed for one in row.reports):
            spoken = said.in_motion.get(owed)
            if spoken is None or row.unit.id not in spoken.lineage:
                count_entry(owed, row.filings(owed), lines[row.unit.id])
    for owed, spoken in said.in_motion.items():
        for name, counts in spoken.count(owed).items():
            lines[name].update(counts)
    return lines


def _ref(name: str, rows: Sequence[Row], directory: Mapping[str, Unit], day: date) -> UnitRef:
    """The unit by its names on `day`; by those in the plan where it does not exist then."""
    record = directory.get(name)
    if record is None or not record.exists(day):
        return next(row.unit for row in rows if row.unit.id == name)
    last = next((row.unit.until for row in rows if row.unit.id == name), None)
    return UnitRef(id=name, name=record.name(day), short_name=record.short_name(day), until=last)


def _heir(
    asked: Asked,
    rows: Sequence[Row],
    counts: Counts,
    *,
    unit: UnitRef,
    ended: bool,
    split_among: tuple[UnitRef, ...],
) -> Heir:
    duties, by_duty = total_duties(asked.plan, counts)
    return Heir(
        unit=unit,
        stands_for=tuple(row.unit for row in rows),
        ended=ended,
        split_among=split_among,
        duties=duties,
        by_duty=by_duty,
        indicators=tuple(_indicator(one, of, rows, counts) for one, of in asked.indicators),
        money=_money(asked, None, ALL_SOURCES, counts),
        by_source=tuple(
            _money(asked, source, name, counts) for source, name in sources(asked.plan, counts)
        ),
    )


def _indicator(
    indicator: Indicator, entries: tuple[str, ...], rows: Sequence[Row], counts: Counts
) -> HeirIndicator:
    told = (
        Told(unit=row.unit, figure=figure)
        for row in rows
        for report in row.reports
        if report.owed in entries and report.counts
        for figure in report.filing.figures
        if figure.indicator == indicator.id and is_given(figure)
    )
    return HeirIndicator(
        indicator=indicator.id,
        name=indicator.name,
        unit=indicator.unit,
        group=indicator.group,
        arithmetic=indicator.arithmetic,
        reported=reported(indicator, entries, counts),
        told=() if added(indicator.arithmetic) else tuple(told),
    )


def _money(asked: Asked, source: str | None, name: str, counts: Counts) -> HeirMoney:
    return HeirMoney(
        source=source, name=name, reported=money("reported", asked.money, source, counts)
    )
