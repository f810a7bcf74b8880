"""Reporting, domain: until which day the results of a unit are that left a plan, or ended."""

from collections.abc import Iterable
from datetime import date, timedelta

from services.reporting.domain.documents import PlanDocument, UnitDocument


def until(plan: PlanDocument, ended: UnitDocument | None, unit: str, day: date) -> date | None:
    """The last day of a unit's part in a plan: that on which an amendment took it out, or the one
    before its record ends (`ended`), whichever was first; None where it takes part on `day`.

    Days are in the plan's zone.
    """
    days = []
    if left := plan.former.get(unit):
        days.append(left.astimezone(plan.plan.zone).date())
    if ended is not None and ended.record.ended(day) and ended.record.valid_to is not None:
        days.append(ended.record.valid_to - timedelta(days=1))
    return min(days, default=None)


def gone(plan: PlanDocument, ended: Iterable[UnitDocument], day: date) -> dict[str, date]:
    """All that the plan names or named before and that do not take part on `day`, in the order of
    ids, each with its last day.
    """
    records = {one.unit: one for one in ended}
    names = {*plan.former, *(one.unit for one in plan.participants)}
    found = {name: until(plan, records.get(name), name, day) for name in sorted(names)}
    return {name: last for name, last in found.items() if last is not None}
