"""Contracts, ladder: the moment at which a rung of a plan's reminder ladder is due."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from contracts.calendar import WorkingDays
from contracts.plan import Plan, Rung

DEADLINE, WINDOW_FIRST, WINDOW_LAST = "deadline", "window-first", "window-last"


def starts(plan: Plan) -> set[str]:
    """What a rung of the plan may be counted from."""
    return {DEADLINE, WINDOW_FIRST, WINDOW_LAST, *(event.id for event in plan.central_events)}


def measure(rung: Rung) -> tuple[Literal["working_days", "days", "hours"], int]:
    """What a rung counts, and how many: negative before, positive after."""
    if rung.working_days is not None:
        return "working_days", rung.working_days
    return ("days", rung.days) if rung.days is not None else ("hours", rung.hours or 0)


def last_day(due: datetime, zone: ZoneInfo) -> date:
    """The last civil day on which a duty is still in time; `due` is the first too late instant."""
    return (due.astimezone(zone) - timedelta(microseconds=1)).date()


def moment(rung: Rung, due: datetime, plan: Plan, working_days: WorkingDays) -> datetime:
    """When `rung` is due for a duty due at `due`: aware, in the plan's zone.

    Working days: 0 stays on the day that is counted from, worked or not; any other number falls on
    a working day. Hours are exact to the minute. Raises LookupError where the rung is counted from
    nothing in `starts`.
    """
    day, instant = _start(rung.counted_from, due, plan)
    counted, number = measure(rung)
    if rung.at is None:
        moved = instant.astimezone(UTC) + timedelta(hours=number)
        return moved.astimezone(plan.zone).replace(second=0, microsecond=0)
    if counted == "working_days":
        day = working_days.nth(day, number)
    else:
        day += timedelta(days=number)
    return datetime.combine(day, rung.at, plan.zone)


def _start(counted_from: str, due: datetime, plan: Plan) -> tuple[date, datetime]:
    """The day that days, and the instant that hours are counted from."""
    if counted_from == DEADLINE:
        return last_day(due, plan.zone), due
    if counted_from == WINDOW_LAST:
        last = plan.window.last
        return last, _midnight(last + timedelta(days=1), plan.zone)
    days = {event.id: event.day for event in plan.central_events}
    days[WINDOW_FIRST] = plan.window.first
    return days[counted_from], _midnight(days[counted_from], plan.zone)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)
