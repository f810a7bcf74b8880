"""Notifier, domain: the moment at which a rung of the reminder ladder is due."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from contracts.calendar import WorkingDays
from contracts.plan import Rung


def last_day(due: datetime, zone: ZoneInfo) -> date:
    """The last civil day on which a duty is still in time; `due` is the first too late instant."""
    return (due.astimezone(zone) - timedelta(microseconds=1)).date()


def moment(rung: Rung, due: datetime, zone: ZoneInfo) -> datetime:
    """When `rung` is due for a duty due at `due`: aware, civil time `rung.at` in `zone`.

    Working days are counted from the last day in time: rung 0 stays on that day, working or not;
    every other rung falls on a working day.
    """
    day = WorkingDays().nth(last_day(due, zone), rung.working_days)
    return datetime.combine(day, rung.at, zone)
