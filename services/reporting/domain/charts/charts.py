"""Reporting, domain: the charts of a plan as data: what the page draws, and the API tells."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from contracts.plan import Named, Plan, called
from contracts.values import Count, Day, Moment, Value
from services.reporting.domain.charts.points import Aims, Point, Points, State, point
from services.reporting.domain.comparing.target import TargetTotal, Verdict
from services.reporting.domain.consolidated import Consolidated
from services.reporting.domain.counting.sum import Amount
from services.reporting.domain.totals import DutyTotal

Worst = Literal[State, "none"]
WORST: tuple[State, ...] = ("overdue", "ahead", "late", "on_time", "excused")
INSTANT = timedelta(microseconds=1)
"""A due moment is the first that is too late."""


class Share(Value):
    """Some duties by where they stand: total = on_time + late + overdue + ahead + excused."""

    id: str
    name: str
    total: Count
    on_time: Count
    late: Count
    overdue: Count
    ahead: Count
    """Owing, and not due yet."""
    excused: Count


class DayProgress(Value):
    """What had come by the end of a day, and how much had been due by then, as it is due now;
    what is not owed any more is in neither.
    """

    day: Day
    on_time: Count
    late: Count
    due: Count


class TargetBar(Value):
    """A target of all whom it names together, or of each (`met` of `of` units reached it)."""

    indicator: str
    name: str
    measure: str | None
    meant_for: tuple[str, ...]
    """Ids of units, levels and groups; none: everybody."""
    names: tuple[str, ...]
    """What these are called."""
    target: Amount
    result: Amount | None
    verdict: Verdict | None
    each: bool
    met: Count
    of: Count


class Tile(Value):
    """A unit on the map of units, by the worst of what it owes."""

    unit: str
    name: str
    level: str | None
    worst: Worst
    total: Count
    met: Count
    overdue: Count


class Charts(Value):
    """A plan at one moment, of the units that the reader sees. By group a unit is told under each
    of its groups, so groups do not add up to the whole.
    """

    plan: str
    as_of: Moment
    whole: Share
    by_entry: tuple[Share, ...]
    by_level: tuple[Share, ...]
    by_group: tuple[Share, ...]
    by_day: tuple[DayProgress, ...]
    """Each day on which something came or was due, in their order, up to that of `as_of`."""
    targets: tuple[TargetBar, ...]
    tiles: tuple[Tile, ...]


def charts(report: Consolidated) -> Charts:
    """What is drawn of a report; its cost grows with its units and what they owe."""
    aims = ((one.indicator, one.targets) for one in report.totals.indicators)
    rows = [
        Points(
            row.unit,
            row.level,
            row.groups,
            [point(one, one.overdue) for one in row.duties],
        )
        for row in (*report.rows, *(row for row in report.before if row.duties))
    ]
    return draw(report.plan, report.totals.by_duty, aims, rows, report.as_of)


def draw(
    plan: Plan, by_duty: Iterable[DutyTotal], aims: Aims, rows: Sequence[Points], as_of: datetime
) -> Charts:
    duties = [one for row in rows for one in row.duties]
    titles = {one.owed: one.title for one in by_duty if one.owed}
    return Charts(
        plan=plan.id,
        as_of=as_of,
        whole=_share("", "", duties),
        by_entry=tuple(
            _share(owed, title, [one for one in duties if one.owed == owed])
            for owed, title in titles.items()
        ),
        by_level=_by(rows, plan.levels, lambda row: [row.level] if row.level else []),
        by_group=_by(rows, plan.groups, lambda row: row.groups),
        by_day=tuple(_by_day(duties, plan.zone, as_of)),
        targets=tuple(_targets(plan, aims, {row.unit.id: row.unit.short_name for row in rows})),
        tiles=tuple(_tile(row) for row in rows),
    )


def share(told: DutyTotal, overdue: int) -> Share:
    """A total as it is drawn, of which so many of the owing are overdue."""
    return Share(
        id=told.owed or "",
        name=told.title,
        total=told.total,
        on_time=told.on_time,
        late=told.late,
        overdue=overdue,
        ahead=told.owing - overdue,
        excused=told.excused,
    )


def _share(name: str, title: str, duties: Iterable[Point]) -> Share:
    found = Counter(one.state for one in duties)
    numbers = {one: found[one] for one in WORST}
    return Share(id=name, name=title, total=found.total(), **numbers)


def _by(
    rows: Sequence[Points], catalogue: Sequence[Named], of: Callable[[Points], Iterable[str]]
) -> tuple[Share, ...]:
    """In the order of the catalogue; what it does not have comes last, by id."""
    found: dict[str, list[Point]] = defaultdict(list)
    for row in rows:
        for name in of(row):
            found[name] += row.duties
    known = [one.id for one in catalogue if one.id in found]
    order = [*known, *sorted(found.keys() - {*known})]
    return tuple(_share(name, called(catalogue, name), found[name]) for name in order)


def _by_day(duties: Sequence[Point], zone: ZoneInfo, as_of: datetime) -> Iterator[DayProgress]:
    came, due = defaultdict[date, Counter[str]](Counter), Counter[date]()
    today = as_of.astimezone(zone).date()
    for one in duties:
        if one.state == "excused":
            continue
        due[(one.due - INSTANT).astimezone(zone).date()] += 1
        if one.state in ("on_time", "late") and one.met_at is not None:
            came[one.met_at.astimezone(zone).date()][one.state] += 1
    so_far, wanted = Counter[str](), 0
    for day in sorted(one for one in {*came, *due, today} if one <= today):
        so_far.update(came[day])
        wanted += due[day]
        yield DayProgress(day=day, on_time=so_far["on_time"], late=so_far["late"], due=wanted)


def _targets(plan: Plan, aims: Aims, units: Mapping[str, str]) -> Iterator[TargetBar]:
    named = {one.id: one for one in plan.indicators}
    for indicator, targets in aims:
        for target in targets:
            yield TargetBar(
                indicator=indicator,
                name=named[indicator].name,
                measure=named[indicator].unit,
                meant_for=(*target.units, *target.levels, *target.groups),
                names=_names(plan, units, target),
                target=target.target,
                result=target.result,
                verdict=target.verdict,
                each=target.each,
                met=target.met,
                of=target.of,
            )


def meant_for(report: Consolidated, target: TargetTotal) -> tuple[str, ...]:
    """What those are called that a target is for; none where it is everybody."""
    units = {row.unit.id: row.unit.short_name for row in (*report.rows, *report.before)}
    return _names(report.plan, units, target)


def _names(plan: Plan, units: Mapping[str, str], target: TargetTotal) -> tuple[str, ...]:
    return (
        *(units.get(unit, unit) for unit in target.units),
        *(called(plan.levels, level) for level in target.levels),
        *(called(plan.groups, group) for group in target.groups),
    )


def _tile(row: Points) -> Tile:
    found = Counter(one.state for one in row.duties)
    return Tile(
        unit=row.unit.id,
        name=row.unit.short_name,
        level=row.level,
        worst=next((one for one in WORST if found[one]), "none"),
        total=found.total(),
        met=found["on_time"] + found["late"],
        overdue=found["overdue"],
    )
