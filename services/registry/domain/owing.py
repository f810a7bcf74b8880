"""Registry, domain: a plan's entries as instances, and as the duties of each unit."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import assert_never

from contracts.calendar import WorkingDays
from contracts.owed import Duty, Instance, MetBy, Owed, Participant, Recurrence
from contracts.plan import Plan
from contracts.values import Deadline

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ONE_DAY = timedelta(days=1)


def instances(plan: Plan, working_days: WorkingDays) -> list[Instance]:
    """Every instance of the plan's recurring entries, in the order of the plan and of time."""
    return [
        Instance(owed=entry.id, period=period, deadline=deadline)
        for entry in plan.owed
        if entry.recurring
        for period, deadline in recur(entry.recurring, working_days)
    ]


def recur(rule: Recurrence, working_days: WorkingDays) -> Iterator[tuple[str, Deadline]]:
    """The periods of a recurring entry and when each is due.

    A period is named by the day before it may be moved off a day off, so that no calendar and no
    amendment renames one: 2026-w41 (ISO 8601), 2026-10, or the day itself, 2026-10-09.
    """
    for day in _days(rule):
        if day in rule.without:
            continue
        due = _on_day_off(rule, day, working_days)
        yield _period(rule, day), Deadline(day=due, hour=rule.hour, inclusive=rule.inclusive)


def _on_day_off(rule: Recurrence, day: date, working_days: WorkingDays) -> date:
    match rule.on_day_off:
        case "keep":
            return day
        case "next":
            return working_days.next_from(day)
        case "previous":
            return working_days.previous_from(day)
        case _:
            assert_never(rule.on_day_off)


def _days(rule: Recurrence) -> Iterator[date]:
    """The days of a recurrence as it is written, from `first` to `last`."""
    day = rule.first
    while day <= rule.last:
        match rule.every:
            case "week":
                if WEEKDAYS[day.weekday()] == rule.weekday:
                    yield day
                day += ONE_DAY
            case "month":
                last = monthrange(day.year, day.month)[1]
                due = day.replace(day=min(rule.day_of_month or last, last))
                if rule.first <= due <= rule.last:
                    yield due
                day = day.replace(day=last) + ONE_DAY
            case "days":
                yield day
                day += timedelta(days=rule.days or 1)


def _period(rule: Recurrence, day: date) -> str:
    match rule.every:
        case "week":
            year, week, _ = day.isocalendar()
            return f"{year}-w{week:02d}"
        case "month":
            return f"{day:%Y-%m}"
        case "days":
            return f"{day:%Y-%m-%d}"
        case _:
            assert_never(rule.every)


def duty_id(owed: str, period: str | None) -> str:
    """The id of the duty of an entry, or of one instance of it."""
    return f"{owed}_{period}" if period else owed


def say_period(period: str) -> str:
    """How staff read a period: tuần 41/2026, tháng 10/2026, ngày 09/10/2026."""
    year, *rest = period.split("-")
    if rest[0].startswith("w"):
        return f"tuần {int(rest[0][1:])}/{year}"
    if len(rest) == 1:
        return f"tháng {rest[0]}/{year}"
    return f"ngày {rest[1]}/{rest[0]}/{year}"


def duties_of(plan: Plan, participant: Participant, recurring: Sequence[Instance]) -> list[Duty]:
    """All that a participant owes, entry by entry, instance by instance."""
    own = {one.owed: one.deadline for one in participant.deadlines}
    found = []
    for entry in plan.owed:
        if entry.id not in participant.owes:
            continue
        if entry.deadline is not None:
            found.append(_duty(plan, entry, participant, own.get(entry.id, entry.deadline), None))
            continue
        found += [
            _duty(plan, entry, participant, one.deadline, one.period)
            for one in recurring
            if one.owed == entry.id
        ]
    return found


def _duty(
    plan: Plan, entry: Owed, participant: Participant, deadline: Deadline, period: str | None
) -> Duty:
    title = f"{entry.title}, {say_period(period)}"[:500] if period else entry.title
    return Duty(
        id=duty_id(entry.id, period),
        owed=entry.id,
        period=period,
        kind=entry.kind,
        title=title,
        due=deadline.cut(plan.zone),
        deadline=deadline,
        met_by=_met_by(entry),
        moves_until=entry.moves_until,
        days_after=entry.days_after,
        wants=entry.wants,
        judged_by=entry.timed_by,
        through=_through(plan, entry, participant),
    )


def _met_by(entry: Owed) -> MetBy:
    """What meets the entry; where that names no assignments, those of the entry itself."""
    if entry.kind == "report":
        return MetBy()
    assignments = entry.met_by.assignments or entry.assignments
    return entry.met_by.model_copy(update={"assignments": assignments})


def _through(plan: Plan, entry: Owed, participant: Participant) -> str | None:
    """Whom the report passes through; none where that is its sender or whom it goes to anyway."""
    if entry.through is None:
        return None
    unit = entry.through.unit or participant.parent
    return unit if unit not in (participant.unit, plan.collecting_office) else None
