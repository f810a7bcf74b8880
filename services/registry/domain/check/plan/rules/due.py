"""Registry, domain: rules about days and deadlines."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from contracts.findings import Finding
from contracts.owed import Owed, OwnDeadline, Participant
from contracts.values import Deadline
from services.registry.domain.check.plan.catalogue import remark
from services.registry.domain.check.plan.look import Look, endless
from services.registry.domain.decision import say_day
from services.registry.domain.succession import named

INSTANT = timedelta(microseconds=1)


def window_backwards(look: Look) -> Iterator[Finding]:
    window = look.plan.window
    if window.last < window.first:
        words = {"first": say_day(window.first), "last": say_day(window.last)}
        yield remark("window-backwards", "/window", **words)


def event_outside_plan(look: Look) -> Iterator[Finding]:
    """A kick-off may come before the window, a closing after it, both within the plan's time."""
    first = min(look.day, look.before.issued_on) if look.before else look.day
    ends = [look.plan.window.first, look.plan.window.last]
    ends += [look.last_moment(one).date() for _, one in _every(look)]
    for index, event in enumerate(look.plan.central_events):
        if not first <= event.day <= max(ends):
            words = {"day": say_day(event.day), "first": say_day(first)}
            where, last = f"/central_events/{index}/day", say_day(max(ends))
            yield remark("event-outside-plan", where, event=event.id, last=last, **words)


def event_on_holiday(look: Look) -> Iterator[Finding]:
    """Not at a plain weekend, when such days are often held."""
    for index, event in enumerate(look.plan.central_events):
        if why := look.working_days.holiday(event.day):
            words = {"event": event.id, "day": say_day(event.day), "why": why}
            yield remark("event-on-holiday", f"/central_events/{index}/day", **words)


def recurrence(look: Look) -> Iterator[Finding]:
    """A recurring entry falls due at least once, and comes to an end."""
    for index, entry in enumerate(look.plan.owed):
        if entry.recurring and not look.deadlines(entry):
            rule = entry.recurring
            words = {"first": say_day(rule.first), "last": say_day(rule.last)}
            code = "recurrence-endless" if endless(entry) else "recurrence-empty"
            yield remark(code, f"/owed/{index}/recurring", owed=entry.id, **words)


def moves_until_before_deadline(look: Look) -> Iterator[Finding]:
    for index, entry in enumerate(look.plan.owed):
        until, deadlines = entry.moves_until, look.deadlines(entry)
        if until is None or not deadlines:
            continue
        last = max(deadlines, key=look.due)
        if until < look.last_moment(last).date():
            words = {"moves_until": say_day(until), "last": look.say_last(last)}
            where = f"/owed/{index}/moves_until"
            yield remark("moves-until-before-deadline", where, owed=entry.id, **words)


def own_deadlines_overlap(look: Look) -> Iterator[Finding]:
    """Several own deadlines fit one unit equally well."""
    for index, entry in enumerate(look.plan.owed):
        unsure = [one for one in look.owing(entry) if len(_fitting(look, entry, one)) > 1]
        if unsure:
            last = max(_fitting(look, entry, unsure[0]))
            words = {"units": named([one.unit for one in unsure]), "last": look.say(last - INSTANT)}
            where = f"/owed/{index}/own_deadlines"
            yield remark("own-deadlines-overlap", where, owed=entry.id, **words)


def _fitting(look: Look, entry: Owed, who: Participant) -> set[datetime]:
    """The moments of the own deadlines that name a unit, else of those that fit it."""
    named_in = [own for own in entry.own_deadlines if who.unit in own.units]
    fitting = named_in or [own for own in entry.own_deadlines if _fits(own, who)]
    return {look.due(own.deadline) for own in fitting}


def _fits(own: OwnDeadline, who: Participant) -> bool:
    return who.level in own.levels or not {*own.groups}.isdisjoint(who.groups)


def _every(look: Look) -> list[tuple[Owed, Deadline]]:
    """Every deadline of the plan, and whose it is."""
    return [(entry, one) for entry in look.plan.owed for one in look.deadlines(entry)]


def _all_past(look: Look) -> bool:
    """Whether every deadline had passed before the day of issue began; of an amendment it is no
    question, which may hand on what is still owed.
    """
    every = _every(look) if look.before is None else []
    return bool(every) and all(look.due(one) <= look.beginning(look.day) for _, one in every)


def issued_after_deadlines(look: Look) -> Iterator[Finding]:
    if _all_past(look):
        last = max((one for _, one in _every(look)), key=look.due)
        words = {"issued_on": say_day(look.day), "last": look.say_last(last)}
        yield remark("issued-after-deadlines", "/issued_on", **words)


def deadline_past(look: Look) -> Iterator[Finding]:
    """What was due before anybody could hear of it is owed a working day later, an instance of a
    recurring entry not at all. An amendment is asked about the deadlines that it sets.
    """
    if _all_past(look):
        return
    now = max(look.received, look.beginning(look.day))
    soonest = look.working_days.one_working_day_after(now, look.plan.zone)
    too_soon = now if look.before is None else soonest - INSTANT
    for index, entry in enumerate(look.plan.owed):
        past = [one for one in look.deadlines(entry) if look.due(one) <= too_soon]
        if not past or _stood(look, entry):
            continue
        if entry.recurring is None:
            last = look.say_last(max(past, key=look.due))
            words = {"last": last, "soonest": look.say(soonest - INSTANT)}
            yield remark("deadline-past", f"/owed/{index}/deadline", owed=entry.id, **words)
        else:
            periods = [one.period for one in look.instances if one.owed == entry.id]
            said = {"count": len(past), "periods": named(periods[: len(past)])}
            yield remark("instances-past", f"/owed/{index}/recurring", owed=entry.id, **said)


def _stood(look: Look, entry: Owed) -> bool:
    """Whether the plan that is amended has the entry with these deadlines, or as a recurring one
    too, whose instances that passed are history.
    """
    for one in look.before.owed if look.before else []:
        if one.id == entry.id:
            once = (one.deadline, one.own_deadlines) == (entry.deadline, entry.own_deadlines)
            return once and (one.recurring is None) == (entry.recurring is None)
    return False


def deadline_day_off(look: Look) -> Iterator[Finding]:
    """Both the day as written and the last day in time ("trước ngày 17/10" is the 16th); a
    recurring entry says itself what becomes of a day off.
    """
    for index, entry in enumerate(look.plan.owed):
        for where, deadline in _written(index, entry):
            days = (deadline.day, look.last_moment(deadline).date())
            off = ((day, why) for day in days if (why := look.working_days.day_off(day)))
            found: tuple[date, str] | None = next(off, None)
            if found:
                words = {"owed": entry.id, "day": say_day(found[0]), "why": found[1]}
                yield remark("deadline-day-off", where, **words)


def _written(index: int, entry: Owed) -> Iterator[tuple[str, Deadline]]:
    """The deadlines that an entry spells out, and where."""
    if entry.deadline:
        yield f"/owed/{index}/deadline", entry.deadline
    for number, own in enumerate(entry.own_deadlines):
        yield f"/owed/{index}/own_deadlines/{number}/deadline", own.deadline
    if entry.through and entry.through.deadline:
        yield f"/owed/{index}/through/deadline", entry.through.deadline


def deadline_after_close(look: Look) -> Iterator[Finding]:
    """One `closes` is one cause, however many deadlines lie after it."""
    if look.plan.closes is None:
        return
    closes = look.due(look.plan.closes)
    after = [
        entry.id
        for index, entry in enumerate(look.plan.owed)
        if any(
            look.due(one) > closes
            for one in (*look.deadlines(entry), *(one for _, one in _written(index, entry)))
        )
    ]
    if after:
        words = {"closes": look.say_last(look.plan.closes), "owed": named(after)}
        yield remark("deadline-after-close", "/closes", **words)


CHECKS = (
    window_backwards,
    event_outside_plan,
    event_on_holiday,
    recurrence,
    moves_until_before_deadline,
    own_deadlines_overlap,
    issued_after_deadlines,
    deadline_past,
    deadline_day_off,
    deadline_after_close,
)
