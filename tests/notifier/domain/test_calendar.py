"""What a day that is worked no more does to the timers of a unit."""

from contracts.calendar import CalendarRecord, DecreedDay, WorkingDays
from contracts.facts import RungCancelled, RungScheduled, RungSent
from services.notifier.domain.digest.ahead import Schedule
from services.notifier.domain.react import Say, react
from tests.notifier.campaign import at, met, opened, reminders, situation


def facts(effects):
    return [effect.fact for effect in effects if isinstance(effect, Say)]


def timers(effects):
    return [effect.timer for effect in effects if isinstance(effect, Schedule)]


def scheduled():
    """What was said once the duty's ladder was scheduled, by the law's days."""
    return facts(react(situation(opened()), reminders(), at(9, 15)))


def off(*days):
    """The calendar with these days of October off by decree."""
    decreed = [DecreedDay(day=at(10, day).date(), working=False, name="Nghỉ bão") for day in days]
    return WorkingDays(CalendarRecord(days=decreed))


def test_a_decreed_day_off_moves_the_rungs_that_wait():
    """With Tuesday 18/10 off, b3 moves to Thursday the 13th and b1 to Monday; a1 stays."""
    told = reminders(*scheduled())
    effects = react(situation(opened(), working_days=off(18)), told, at(10, 1))
    assert [(timer.rung, timer.fires_at) for timer in timers(effects)] == [
        ("b3", at(10, 13)),
        ("b1", at(10, 17)),
    ]
    assert [(type(f), f.rung) for f in facts(effects)] == [
        (RungScheduled, "b3"),
        (RungScheduled, "b1"),
    ]
    again = reminders(*scheduled(), *facts(effects))
    assert react(situation(opened(), working_days=off(18)), again, at(10, 1)) == []


def test_a_decreed_day_off_leaves_what_was_sent_and_what_was_called_off():
    """Both have their fate, whatever day they would fall on now."""
    first, second, *_ = scheduled()
    about = {name: getattr(first, name) for name in ("plan", "unit", "at", "duty", "due")}
    sent = RungSent(**about, rung=first.rung)
    cancelled = RungCancelled(**about, rung=second.rung, reason="met")
    told = reminders(*scheduled(), sent, cancelled)
    moved = situation(opened(), met(at(10, 15)), working_days=off(18))
    assert timers(react(moved, told, at(10, 15))) == []
    assert react(situation(opened(at=at(10, 18)), working_days=off(18)), told, at(10, 18)) == []
