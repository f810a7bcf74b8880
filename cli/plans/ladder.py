"""Cli, plans: rules about the reminder ladder."""

from collections.abc import Iterator
from datetime import datetime, time

from cli.plans.catalogue import remark
from cli.plans.look import Look, written, written_day
from contracts.findings import Finding
from contracts.ladder import DEADLINE, measure, starts
from contracts.owed import Owed
from contracts.plan import Rung

SMS_FROM, SMS_UNTIL = time(7), time(21)


def _moments(look: Look) -> Iterator[tuple[int, Rung, Owed, datetime]]:
    """Each rung with each thing owed that it reminds of, and when, where that can be told."""
    owed_by_id = {owed.id: owed for owed in look.plan.owed}
    known = starts(look.plan)
    for index, rung in enumerate(look.plan.ladder):
        if rung.counted_from not in known:
            continue
        for name in rung.owed:
            if owed := owed_by_id.get(name):
                yield index, rung, owed, look.moment(rung, owed)


def rung_owed_unknown(look: Look) -> Iterator[Finding]:
    known = {owed.id for owed in look.plan.owed}
    for i, rung in enumerate(look.plan.ladder):
        for j, name in enumerate(rung.owed):
            if name not in known:
                yield remark("rung-owed-unknown", f"/ladder/{i}/owed/{j}", rung=rung.id, owed=name)


def rung_start_unknown(look: Look) -> Iterator[Finding]:
    known = starts(look.plan)
    for index, rung in enumerate(look.plan.ladder):
        if rung.counted_from not in known:
            yield remark(
                "rung-start-unknown",
                f"/ladder/{index}/counted_from",
                rung=rung.id,
                start=rung.counted_from,
            )


def rung_before_issue(look: Look) -> Iterator[Finding]:
    for index, rung, owed, moment in _moments(look):
        if moment.date() < look.plan.issued_on:
            yield remark(
                "rung-before-issue",
                f"/ladder/{index}/{measure(rung)[0]}",
                rung=rung.id,
                owed=owed.id,
                moment=written(moment),
                issued_on=written_day(look.plan.issued_on),
            )


def rung_after_close(look: Look) -> Iterator[Finding]:
    if look.plan.closes is None:
        return
    closes = look.last_moment(look.plan.closes)
    for index, rung, owed, moment in _moments(look):
        if moment > closes:
            yield remark(
                "rung-after-close",
                f"/ladder/{index}/{measure(rung)[0]}",
                rung=rung.id,
                owed=owed.id,
                moment=written(moment),
                closes=written(closes),
            )


def rung_after_deadline(look: Look) -> Iterator[Finding]:
    """After the deadline a rung is an escalation, which a number above 0 says where it is counted
    from there.
    """
    for index, rung, owed, moment in _moments(look):
        last = look.last_moment(owed.deadline)
        counted, number = measure(rung)
        if rung.counted_from == DEADLINE and number <= 0 and moment > last:
            yield remark(
                "rung-after-deadline",
                f"/ladder/{index}/{'at' if rung.at else counted}",
                rung=rung.id,
                owed=owed.id,
                moment=written(moment),
                last=written(last),
            )


def rung_outside_hours(look: Look) -> Iterator[Finding]:
    found: set[tuple[int, str]] = set()
    for index, rung, _, moment in _moments(look):
        at = moment.strftime("%H:%M")
        in_hours = SMS_FROM <= moment.time() <= SMS_UNTIL
        if "sms" in rung.channels and not in_hours and (index, at) not in found:
            found.add((index, at))  # once, whatever it reminds of
            where = "at" if rung.at else "hours"
            yield remark("rung-outside-hours", f"/ladder/{index}/{where}", rung=rung.id, at=at)


def rung_day_off(look: Look) -> Iterator[Finding]:
    for index, rung, owed, moment in _moments(look):
        if why := look.calendar.day_off(moment.date()):
            yield remark(
                "rung-day-off",
                f"/ladder/{index}/{measure(rung)[0]}",
                rung=rung.id,
                owed=owed.id,
                day=written_day(moment.date()),
                why=why,
            )


RULES = (
    rung_owed_unknown,
    rung_start_unknown,
    rung_before_issue,
    rung_after_close,
    rung_after_deadline,
    rung_outside_hours,
    rung_day_off,
)
