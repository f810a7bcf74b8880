"""Which timers stand in the stream, when others work on them too, or cannot be read."""

import asyncio
import json

from contracts import topology
from contracts.calendar import CalendarRecord, DecreedDay
from contracts.facts import CalendarRecorded, RungCancelled, RungLapsed, RungScheduled, RungSent
from runtime.memory.log import MemoryLog
from runtime.memory.publish import MemoryTimers
from services.notifier.application.reminding import timer_name
from tests.notifier.application.trial import AHEAD, PLAN, UNIT, Book, Trial
from tests.notifier.campaign import (
    CONTACTS,
    OPENED,
    amended,
    at,
    key,
    met,
    opened,
    plan,
    receipt,
    rung,
)
from tests.seeded import run

NAME = timer_name(PLAN, UNIT, key("b3"))


def test_a_timer_says_on_its_units_subject_which_rung_it_is_of_when_it_fires():
    async def go():
        trial = Trial()
        trial.start()
        await trial.publish(plan(ladder=[rung("b3", -3)]))
        await trial.unit_says(opened())
        await asyncio.sleep(1)
        reminders = trial.server.streams["REMINDERS"]
        [held] = reminders.records.values()
        assert held.subject == NAME
        event = json.loads(held.data)
        assert (event["id"], event["source"]) == (NAME, "urn:ngayso:notifier")
        [schedule] = reminders._schedules.values()
        assert schedule.target == topology.rung_target(PLAN, UNIT)
        assert schedule.at == at(10, 14) - AHEAD

    run(1, go())


class Between(MemoryLog):
    """Once it is said that a rung is cancelled, another replica sets its timer, for the duty is
    owed again by what that one has read.
    """

    def __init__(self, server):
        super().__init__(server)
        self._timers = MemoryTimers(server)

    async def append(self, subject, events, expected):
        sequence = await super().append(subject, events, expected)
        if any(RungCancelled.wire.encode() in event for event in events):
            target = topology.rung_target(PLAN, UNIT)
            await self._timers.set(NAME, target, b"{}", at(10, 14))
        return sequence


def test_a_timer_that_another_sets_meanwhile_is_not_removed_with_the_old_one():
    async def go():
        trial = Trial(log=Between)
        trial.start()
        await trial.publish()
        await trial.unit_says(opened())
        await asyncio.sleep(1)
        await trial.unit_says(met(trial.clock.now()))
        await asyncio.sleep(1)
        assert trial.waiting("REMINDERS") == 1
        assert await MemoryTimers(trial.server).find(NAME) is not None

    run(1, go())


def test_an_amended_plan_is_followed_for_all_its_units_though_one_cannot_be_read():
    """The message comes again for that one, and finds the others in line."""

    async def go():
        trial = Trial()
        trial.start()
        units = ("a-first", UNIT, "z-last")
        await trial.publish(plan(ladder=[rung("b3", -3)]), units)
        for unit in units:
            broken = await trial.unit_says(opened(unit=unit), unit=unit)
            if unit == "a-first":
                trial.server.events.corrupt(broken)
        await asyncio.sleep(1)
        later = amended(plan(ladder=[rung("b2", -2)]), units=units)
        await trial.append(topology.plan_facts(PLAN), later)
        await asyncio.sleep(600)
        assert await trial.said("a-first") == []
        for unit in units[1:]:
            said = [(type(fact), fact.rung) for fact in await trial.said(unit)]
            assert said == [
                (RungScheduled, "b3"),
                (RungScheduled, "b2"),
                (RungCancelled, "b3"),
            ], unit
        assert trial.waiting("DEAD_LETTERS") == 0

    run(1, go())


def calendar(*days):
    """These days of October are off by decree."""
    decreed = [DecreedDay(day=at(10, day).date(), working=False, name="Nghỉ bão") for day in days]
    return CalendarRecorded(record=CalendarRecord(days=decreed), receipt=receipt(OPENED))


def test_a_decreed_day_moves_what_waits_for_every_unit_and_not_what_was_sent():
    """b3 goes out on 14/10; then Tuesday 18/10 is taken off, and b1 moves to Monday the 17th. It
    is set once, goes out there, and a notifier that starts anew changes nothing.
    """

    async def go():
        trial = Trial()
        trial.book = Book(**dict.fromkeys(units, CONTACTS))
        trial.start()
        await trial.publish(plan(ladder=[rung("b3", -3), rung("b1", -1), rung("a1", 1)]), units)
        for unit in units:
            await trial.unit_says(opened(unit=unit), unit=unit)
        await until(trial, at(10, 14, 9))
        await trial.append(topology.CALENDAR_FACTS, calendar(18))
        await asyncio.sleep(60)
        await trial.kill()
        trial.start()
        await until(trial, at(10, 17, 9))
        for unit in units:
            said = [fact for fact in await trial.said(unit) if isinstance(fact, kinds)]
            assert [(type(fact), fact.rung) for fact in said] == [
                *[(RungScheduled, name) for name in ("b3", "b1", "a1")],
                (RungSent, "b3"),
                (RungScheduled, "b1"),
                (RungSent, "b1"),
            ]
            assert said[4].fires_at == at(10, 17)
        assert trial.waiting("DEAD_LETTERS") == 0

    kinds = (RungScheduled, RungSent, RungCancelled)
    units = ("a-first", "z-last")
    run(1, go())


async def until(trial, moment):
    """Let the campaign run to a moment."""
    await asyncio.sleep((moment - trial.clock.now()).total_seconds())


def test_a_table_that_was_recorded_before_holds_from_the_first_timer_on():
    """Whoever starts later folds it from the log."""

    async def go():
        trial = Trial()
        await trial.append(topology.CALENDAR_FACTS, calendar(18))
        await trial.publish(plan(ladder=[rung("b1", -1)]))
        await trial.unit_says(opened())
        trial.start()
        await asyncio.sleep(60)
        assert [fact.fires_at for fact in await trial.said()] == [at(10, 17)]

    run(1, go())


def test_a_plan_published_a_day_before_sends_one_message_of_all_its_past_rungs():
    """Not all of them, and not none: the latest goes out, those before it lapse."""

    async def go():
        trial, taken = Trial(), []
        for provider in (trial.relay, trial.gateway):
            provider.check = lambda message, _: taken.append((message.entries, trial.clock.now()))
        trial.start()
        await asyncio.sleep((at(10, 19, 1) - trial.clock.now()).total_seconds())
        rungs = [rung("b5", -5), rung("b3", -3), rung("b1", -1), rung("a1", 1)]
        await trial.publish(plan(ladder=rungs))
        await trial.unit_says(opened(at=trial.clock.now()))
        await asyncio.sleep(12 * 3600)
        return taken, await trial.said()

    taken, said = run(1, go())
    assert [[one.rung for one in entries] for entries, _ in taken] == [["b1"]]
    assert taken[0][1] < at(10, 19, 2)
    assert {fact.rung for fact in said if isinstance(fact, RungLapsed)} == {"b5", "b3"}
    assert {fact.rung for fact in said if isinstance(fact, RungSent)} == {"b1"}
