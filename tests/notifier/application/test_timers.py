"""Which timers stand in the stream, when others work on them too, or cannot be read."""

import asyncio
import json

from contracts import topology
from contracts.facts import PlanAmended, RungCancelled, RungScheduled
from runtime.memory.log import MemoryLog
from runtime.memory.publish import MemoryTimers
from services.notifier.application.reminding import timer_name
from tests.notifier.application.trial import PLAN, UNIT, Trial
from tests.notifier.campaign import (
    OPENED,
    at,
    key,
    met,
    opened,
    participant,
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
        assert schedule.at == at(10, 14)

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
        amended = PlanAmended(
            revision=2,
            plan=plan(ladder=[rung("b2", -2)]),
            participants=[participant(unit) for unit in units],
            reason="thêm mốc nhắc",
            receipt=receipt(OPENED),
        )
        await trial.append(topology.plan_facts(PLAN), amended)
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
