"""Registry, domain: rules about when reports are due, by the levels that they pass."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from contracts.findings import Finding
from contracts.owed import Owed
from contracts.values import Deadline
from services.registry.domain.check.plan.catalogue import remark
from services.registry.domain.check.plan.look import Look
from services.registry.domain.decision import say_day
from services.registry.domain.succession import named

OFFICE_CLOSES = time(17)
"""A working day counts as whole when the deadline is not before this hour of it."""


def _reports(look: Look) -> Iterator[tuple[int, Owed]]:
    for index, entry in enumerate(look.plan.owed):
        if entry.kind == "report":
            yield index, entry


def _cut_offs(look: Look, entry: Owed) -> Iterator[tuple[date, Deadline]]:
    """Each deadline of a report with the day its figures end; that of the plan's regime holds for
    what is due from that day on and has none of its own.
    """
    for deadline in look.deadlines(entry):
        if entry.cut_off:
            yield entry.cut_off, deadline
        elif entry.recurring and entry.recurring.cut_off_days is not None:
            yield deadline.day - timedelta(days=entry.recurring.cut_off_days), deadline
        elif (regime := look.plan.reporting.cut_off) and regime <= look.last_moment(
            deadline
        ).date():
            yield regime, deadline


def cut_off_missing(look: Look) -> Iterator[Finding]:
    if look.plan.reporting.cut_off:
        return
    without = [
        entry.id
        for _, entry in _reports(look)
        if not entry.cut_off and (entry.recurring is None or entry.recurring.cut_off_days is None)
    ]
    if without:
        yield remark("cut-off-missing", "/reporting", owed=named(without))


def cut_off_too_close(look: Look) -> Iterator[Finding]:
    """Nghị định 09/2019/NĐ-CP, art. 8: at least one working day from cut-off to deadline."""
    for index, entry in _reports(look):
        for cut_off, deadline in _cut_offs(look, entry):
            if not _working_day_between(look, cut_off, deadline):
                words = {"cut_off": say_day(cut_off), "last": look.say_last(deadline)}
                field = "deadline" if entry.deadline else "recurring"
                where = f"/owed/{index}/{field}"
                yield remark("cut-off-too-close", where, owed=entry.id, **words)
                break


def _working_day_between(look: Look, cut_off: date, deadline: Deadline) -> bool:
    last = look.last_moment(deadline)
    whole = (deadline.hour is None) or deadline.hour >= OFFICE_CLOSES
    end = last.date() if whole else last.date() - timedelta(days=1)
    return look.working_days.nth(cut_off, 1) <= end


def deadline_before_window_end(look: Look) -> Iterator[Finding]:
    """A report inside a long window is usual; none after it leaves its end untold."""
    window = look.plan.window
    last = {
        index: max(deadlines, key=look.due)
        for index, entry in _reports(look)
        if (deadlines := look.deadlines(entry))
    }
    if not last or window.last < window.first:
        return
    index = max(last, key=lambda one: look.due(last[one]))
    if look.last_moment(last[index]).date() < window.last:
        words = {"last": look.say_last(last[index]), "window_end": say_day(window.last)}
        field = "deadline" if look.plan.owed[index].deadline else "recurring"
        yield remark("deadline-before-window-end", f"/owed/{index}/{field}", **words)


def through_before_due(look: Look) -> Iterator[Finding]:
    """A report is approved after it is sent."""
    for index, entry in _reports(look):
        approval = entry.through.deadline if entry.through else None
        deadlines = look.deadlines(entry)
        if approval is None or not deadlines:
            continue
        last = max(deadlines, key=look.due)
        if look.due(approval) <= look.due(last):
            words = {"approval": look.say_last(approval), "last": look.say_last(last)}
            where = f"/owed/{index}/through/deadline"
            yield remark("through-before-due", where, owed=entry.id, **words)


def child_not_before_parent(look: Look) -> Iterator[Finding]:
    """Where levels have entries of their own, the lower one reports first.

    Entries that one unit owes both are different reports, and no chain.
    """
    once = [(i, e, {*_units(look, e)}) for i, e in _reports(look) if e.levels and e.deadline]
    for index, child, below in once:
        for _, parent, above in once:
            if below & above or child.deadline is None or parent.deadline is None:
                continue
            if look.due(child.deadline) < look.due(parent.deadline):
                continue
            pairs = ((unit, up) for unit in sorted(below) for up in look.ancestors(unit))
            if pair := next(((unit, up) for unit, up in pairs if up in above), None):
                words = {"child_unit": pair[0], "parent_unit": pair[1]}
                yield remark(
                    "child-not-before-parent",
                    f"/owed/{index}/deadline",
                    child=child.id,
                    child_last=look.say_last(child.deadline),
                    parent=parent.id,
                    parent_last=look.say_last(parent.deadline),
                    **words,
                )


def _units(look: Look, entry: Owed) -> list[str]:
    return [who.unit for who in look.owing(entry)]


CHECKS = (
    cut_off_missing,
    cut_off_too_close,
    deadline_before_window_end,
    through_before_due,
    child_not_before_parent,
)
