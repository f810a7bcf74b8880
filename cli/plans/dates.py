"""Cli, plans: rules about days and deadlines."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from cli.plans.catalogue import remark
from cli.plans.look import Look, written, written_day
from contracts.findings import Finding
from contracts.values import Deadline

OFFICE_CLOSES = time(17)
"""A working day counts as whole when the deadline is not before this hour of it."""


def cut_off_missing(look: Look) -> Iterator[Finding]:
    if look.plan.reporting.cut_off is None:
        yield remark("cut-off-missing", "/reporting")


def cut_off_too_close(look: Look) -> Iterator[Finding]:
    """Nghị định 09/2019/NĐ-CP, art. 8: at least one working day from cut-off to deadline."""
    cut_off = look.plan.reporting.cut_off
    if cut_off is None:
        return
    for index, owed in enumerate(look.plan.owed):
        if owed.kind == "report" and not _working_day_between(look, cut_off, owed.deadline):
            yield remark(
                "cut-off-too-close",
                f"/owed/{index}/deadline",
                cut_off=written_day(cut_off),
                owed=owed.id,
                last=written(look.last_moment(owed.deadline)),
            )


def _working_day_between(look: Look, cut_off: date, deadline: Deadline) -> bool:
    last = look.last_moment(deadline)
    whole = (deadline.hour is None) or deadline.hour >= OFFICE_CLOSES
    end = last.date() if whole else last.date() - timedelta(days=1)
    return look.calendar.nth(cut_off, 1) <= end


def child_not_before_parent(look: Look) -> Iterator[Finding]:
    """A report that passes through several levels has a deadline per level, the lower one first.

    One entry without levels is one deadline for all: nobody reports through anybody.
    """
    reports = [(i, o, look.owing(o)) for i, o in enumerate(look.plan.owed) if o.kind == "report"]
    for index, child, children in reports:
        for _, parent, parents in reports:
            if child is parent and not child.levels:
                continue
            below, above = look.last_moment(child.deadline), look.last_moment(parent.deadline)
            if below < above:
                continue
            pairs = (
                (unit.id, up.id)
                for unit in children.values()
                for up in look.ancestors(unit)
                if up.id in parents
            )
            if pair := next(pairs, None):
                yield remark(
                    "child-not-before-parent",
                    f"/owed/{index}/deadline",
                    child=child.id,
                    child_last=written(below),
                    parent=parent.id,
                    parent_last=written(above),
                    child_unit=pair[0],
                    parent_unit=pair[1],
                )


def deadline_day_off(look: Look) -> Iterator[Finding]:
    """Both the day as written and the last day in time ("trước ngày 17/10" is the 16th)."""
    for index, owed in enumerate(look.plan.owed):
        for day in (owed.deadline.day, look.last_moment(owed.deadline).date()):
            if why := look.calendar.day_off(day):
                yield remark(
                    "deadline-day-off",
                    f"/owed/{index}/deadline",
                    owed=owed.id,
                    day=written_day(day),
                    why=why,
                )
                break


def deadline_before_issue(look: Look) -> Iterator[Finding]:
    for index, owed in enumerate(look.plan.owed):
        last = look.last_moment(owed.deadline)
        if last.date() < look.plan.issued_on:
            yield remark(
                "deadline-before-issue",
                f"/owed/{index}/deadline",
                owed=owed.id,
                last=written(last),
                issued_on=written_day(look.plan.issued_on),
            )


def deadline_before_window_end(look: Look) -> Iterator[Finding]:
    for index, owed in enumerate(look.plan.owed):
        last = look.last_moment(owed.deadline)
        if owed.kind == "report" and last.date() < look.plan.window.last:
            yield remark(
                "deadline-before-window-end",
                f"/owed/{index}/deadline",
                owed=owed.id,
                last=written(last),
                window_end=written_day(look.plan.window.last),
            )


def deadline_after_close(look: Look) -> Iterator[Finding]:
    if look.plan.closes is None:
        return
    closes = look.last_moment(look.plan.closes)
    for index, owed in enumerate(look.plan.owed):
        if (last := look.last_moment(owed.deadline)) > closes:
            yield remark(
                "deadline-after-close",
                f"/owed/{index}/deadline",
                owed=owed.id,
                last=written(last),
                closes=written(closes),
            )


def window_backwards(look: Look) -> Iterator[Finding]:
    window = look.plan.window
    if window.last < window.first:
        first, last = written_day(window.first), written_day(window.last)
        yield remark("window-backwards", "/window", first=first, last=last)


def event_outside_window(look: Look) -> Iterator[Finding]:
    window = look.plan.window
    for index, event in enumerate(look.plan.central_events):
        if not window.first <= event.day <= window.last:
            yield remark(
                "event-outside-window",
                f"/central_events/{index}/day",
                event=event.id,
                day=written_day(event.day),
                first=written_day(window.first),
                last=written_day(window.last),
            )


def event_on_holiday(look: Look) -> Iterator[Finding]:
    """Not at a plain weekend, when such days are often held."""
    for index, event in enumerate(look.plan.central_events):
        if why := look.calendar.holiday(event.day):
            yield remark(
                "event-on-holiday",
                f"/central_events/{index}/day",
                event=event.id,
                day=written_day(event.day),
                why=why,
            )


RULES = (
    cut_off_missing,
    cut_off_too_close,
    child_not_before_parent,
    deadline_day_off,
    deadline_before_issue,
    deadline_before_window_end,
    deadline_after_close,
    window_backwards,
    event_outside_window,
    event_on_holiday,
)
