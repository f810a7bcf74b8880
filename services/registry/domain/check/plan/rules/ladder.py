"""Registry, domain: rules about the reminder ladder."""

from collections.abc import Callable, Iterator
from datetime import datetime, time
from typing import NamedTuple

from contracts import ladder
from contracts.above import escalations, readers, seats
from contracts.findings import Finding
from contracts.known import known
from contracts.ladder import DEADLINE, measure, starts
from contracts.outgoing import CONTACT_ROLES
from contracts.owed import APPROVAL, Owed, Participant
from contracts.plan import Rung
from contracts.values import Deadline
from services.registry.domain.check.plan.catalogue import remark
from services.registry.domain.check.plan.look import Look
from services.registry.domain.decision import say_day
from services.registry.domain.succession import named

SMS_FROM, SMS_UNTIL = time(7), time(21)


class _Moment(NamedTuple):
    """When a rung reminds of a deadline of an entry; `where`: the field that says how long."""

    where: str
    rung: Rung
    entry: Owed
    deadline: Deadline
    at: datetime

    @property
    def hour(self) -> str:
        """Where the hour is said."""
        return self.where.rpartition("/")[0] + "/at" if self.rung.at else self.where


def _moments(look: Look) -> Iterator[_Moment]:
    """Each rung with each deadline that it reminds of, where its moment can be told."""
    there = starts(look.plan)
    for index, rung in enumerate(look.plan.ladder):
        if rung.counted_from not in there:
            continue
        where = f"/ladder/{index}/{measure(rung)[0]}"
        for entry in look.plan.owed:
            for deadline in look.deadlines(entry) if entry.id in rung.owed else []:
                at = ladder.moment(rung, look.due(deadline), look.plan, look.working_days)
                yield _Moment(where, rung, entry, deadline, at)


def _first(look: Look, wrong: Callable[[_Moment], bool]) -> Iterator[_Moment]:
    """Of each rung and entry the first moment that is wrong, of however many deadlines."""
    seen: set[tuple[str, str]] = set()
    for one in _moments(look):
        if (one.where, one.entry.id) not in seen and wrong(one):
            seen.add((one.where, one.entry.id))
            yield one


def rung_owed_unknown(look: Look) -> Iterator[Finding]:
    """Of a report that passes through somebody its approval may be reminded of too."""
    entries = look.plan.owed
    there = [entry.id for entry in entries]
    there += [entry.id + APPROVAL for entry in entries if entry.through is not None]
    for i, rung in enumerate(look.plan.ladder):
        for j, name in enumerate(rung.owed):
            if name not in there:
                words = {"rung": rung.id, "owed": name, "known": known(name, there)}
                yield remark("rung-owed-unknown", f"/ladder/{i}/owed/{j}", **words)


def rung_start_unknown(look: Look) -> Iterator[Finding]:
    there = starts(look.plan)
    for index, rung in enumerate(look.plan.ladder):
        if rung.counted_from not in there:
            start = rung.counted_from
            words = {"rung": rung.id, "start": start, "known": known(start, sorted(there))}
            yield remark("rung-start-unknown", f"/ladder/{index}/counted_from", **words)


def audience_unknown(look: Look) -> Iterator[Finding]:
    for i, rung in enumerate(look.plan.ladder):
        for j, role in enumerate(rung.audience):
            if role not in CONTACT_ROLES:
                words = {"audience": role, "known": known(role, CONTACT_ROLES)}
                where = f"/ladder/{i}/audience/{j}"
                yield remark("audience-unknown", where, rung=rung.id, **words)


def rung_before_issue(look: Look) -> Iterator[Finding]:
    """Not where the deadline itself has passed at issue, which its own rule says."""
    issue = look.beginning(look.day)
    for one in _first(look, lambda one: one.at < issue < look.due(one.deadline)):
        words = {"moment": look.say(one.at), "issued_on": say_day(look.day)}
        yield remark("rung-before-issue", one.where, rung=one.rung.id, owed=one.entry.id, **words)


def rung_after_close(look: Look) -> Iterator[Finding]:
    """Not where the deadline itself is after the plan's close, which its own rule says."""
    if look.plan.closes is None:
        return
    closes = look.due(look.plan.closes)
    last = look.say_last(look.plan.closes)
    for one in _first(look, lambda one: one.at >= closes >= look.due(one.deadline)):
        words = {"moment": look.say(one.at), "closes": last}
        yield remark("rung-after-close", one.where, rung=one.rung.id, owed=one.entry.id, **words)


def rung_after_deadline(look: Look) -> Iterator[Finding]:
    """After the deadline a rung is an escalation, which a number above 0 says where it is counted
    from there.
    """

    def wrong(one: _Moment) -> bool:
        before = one.rung.counted_from == DEADLINE and measure(one.rung)[1] <= 0
        return before and one.at >= look.due(one.deadline)

    for one in _first(look, wrong):
        words = {"moment": look.say(one.at), "last": look.say_last(one.deadline)}
        yield remark("rung-after-deadline", one.hour, rung=one.rung.id, owed=one.entry.id, **words)


def rung_outside_hours(look: Look) -> Iterator[Finding]:
    """Once for a rung and an hour, whatever it reminds of."""
    seen: set[tuple[str, str]] = set()
    for one in _moments(look):
        at = one.at.strftime("%H:%M")
        in_hours = SMS_FROM <= one.at.time() <= SMS_UNTIL
        if "sms" in one.rung.channels and not in_hours and (one.where, at) not in seen:
            seen.add((one.where, at))
            yield remark("rung-outside-hours", one.hour, rung=one.rung.id, at=at)


def rung_day_off(look: Look) -> Iterator[Finding]:
    for one in _first(look, lambda one: look.working_days.day_off(one.at.date()) is not None):
        day = one.at.date()
        words = {"owed": one.entry.id, "day": say_day(day), "why": look.working_days.day_off(day)}
        yield remark("rung-day-off", one.where, rung=one.rung.id, **words)


def escalation_early(look: Look) -> Iterator[Finding]:
    """Above it is told who is late, and before the deadline nobody is."""

    def wrong(one: _Moment) -> bool:
        return bool(one.rung.escalates) and one.at < look.due(one.deadline)

    for one in _first(look, wrong):
        words = {"moment": look.say(one.at), "last": look.say_last(one.deadline)}
        yield remark("escalation-early", one.where, rung=one.rung.id, owed=one.entry.id, **words)


def nobody_above(look: Look) -> Iterator[Finding]:
    """Units whose lateness a rung is to tell above, and above whom nobody but the office sits."""
    units = look.directory.units()
    there = seats(units)

    def alone(rung: Rung, participant: Participant) -> bool:
        ways = escalations(rung, participant.level)
        read = (readers(units, there, participant.unit, look.day, to) for to in ways)
        heard = {unit for found in read for unit in found} - {look.plan.collecting_office}
        return bool(ways) and "head" not in ways and not heard

    for index, rung in enumerate(look.plan.ladder):
        entries = [entry for entry in look.plan.owed if entry.id in rung.owed]
        late = {one.unit: one for entry in entries for one in look.owing(entry)}
        late.pop(look.plan.collecting_office, None)
        if lonely := sorted(unit for unit, one in late.items() if alone(rung, one)):
            words = {"rung": rung.id, "day": say_day(look.day), "units": named(lonely)}
            yield remark("nobody-above", f"/ladder/{index}/escalates", **words)


CHECKS = (
    escalation_early,
    nobody_above,
    rung_owed_unknown,
    rung_start_unknown,
    audience_unknown,
    rung_before_issue,
    rung_after_close,
    rung_after_deadline,
    rung_outside_hours,
    rung_day_off,
)
