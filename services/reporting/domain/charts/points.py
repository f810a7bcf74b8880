"""Reporting, domain: what charts are drawn of: units, and where each of their duties stands."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from services.reporting.domain.comparing.target import TargetTotal
from services.reporting.domain.consolidated import Standing, UnitRef
from services.reporting.domain.documents import DutyDocument

State = Literal["on_time", "late", "overdue", "ahead", "excused"]
"""Where a duty stands: met in time or late; owing, overdue or not due yet; not owed any more."""
Aims = Iterable[tuple[str, Sequence[TargetTotal]]]
"""By indicator its targets and how far each was reached."""


class Point(NamedTuple):
    """A duty as it is drawn."""

    owed: str
    state: State
    due: datetime
    met_at: datetime | None


class Points(NamedTuple):
    """A unit as it is drawn."""

    unit: UnitRef
    level: str | None
    groups: Sequence[str]
    duties: Sequence[Point]


def point(one: Standing | DutyDocument, overdue: bool) -> Point:
    """`overdue` says where it stands as long as it is owing."""
    return Point(one.owed, state(one, overdue), one.due, one.met_at)


def state(one: Standing | DutyDocument, overdue: bool) -> State:
    if one.status == "met":
        return "on_time" if one.on_time else "late"
    if one.status == "excused":
        return "excused"
    return "overdue" if overdue else "ahead"
