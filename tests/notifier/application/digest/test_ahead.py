"""What is due is gathered, and its message on its way, ahead; it leaves at its moment."""

import asyncio
from datetime import timedelta

import pytest

from contracts.facts import (
    MessageAccepted,
    MessageComposed,
    RungCancelled,
    RungFailed,
    RungSent,
)
from contracts.outgoing import Contacts
from runtime.memory.log import MemoryLog
from tests.notifier.application.trial import AHEAD, PLAN, UNIT, Trial
from tests.notifier.campaign import OFFICER, at, met, opened, plan, rung
from tests.seeded import run

MOMENT = at(10, 14)
BY_MAIL = plan(ladder=[rung("b3", -3)])
SHORTLY = timedelta(seconds=5)


READ = []


class Counting(MemoryLog):
    """Remembers when a history was read."""

    def __init__(self, server):
        super().__init__(server)
        self._clock = server.clock

    def pages(self, *args, **more):
        READ.append(self._clock.now())
        return super().pages(*args, **more)


async def reminded(of=BY_MAIL, people=(OFFICER,), **more):
    trial = Trial(**more)
    trial.book.contacts[UNIT] = Contacts(unit=UNIT, contacts=list(people))
    await trial.publish(of)
    await trial.unit_says(opened(of=of))
    trial.start()
    return trial


async def until(trial, moment):
    await asyncio.sleep((moment - trial.clock.now()).total_seconds())


def of(kind, said):
    return [fact for fact in said if isinstance(fact, kind)]


def test_a_mail_is_in_the_outbox_before_its_moment_and_leaves_at_it():
    async def go():
        trial = await reminded()
        await until(trial, MOMENT - AHEAD - SHORTLY)
        assert not of(MessageComposed, await trial.said())
        await until(trial, MOMENT - AHEAD + SHORTLY)
        [composed] = of(MessageComposed, await trial.said())
        assert composed.leaves_at == MOMENT
        await until(trial, MOMENT - AHEAD / 2 + SHORTLY)
        assert (trial.waiting("OUTBOX"), trial.waiting("REMINDERS")) == (1, 0)
        await until(trial, MOMENT - SHORTLY)
        assert trial.relay.taken.total() == 0
        await until(trial, MOMENT + SHORTLY)
        [accepted] = of(MessageAccepted, await trial.said())
        assert timedelta() <= accepted.at - MOMENT < timedelta(seconds=1)

    run(1, go())


def test_who_came_while_a_mail_waits_has_read_its_histories_before_it_leaves():
    async def go():
        trial = await reminded(log=Counting)
        await until(trial, MOMENT - AHEAD / 2 + SHORTLY)
        await trial.kill()
        trial.start()
        READ.clear()
        await until(trial, MOMENT + SHORTLY)
        assert trial.relay.taken.total() == 1
        assert READ
        assert max(READ) < MOMENT

    run(1, go())


@pytest.mark.parametrize("before", [AHEAD - SHORTLY, AHEAD / 2 - SHORTLY, SHORTLY])
def test_what_is_met_after_it_was_gathered_is_not_reminded_of(before):
    async def go():
        trial = await reminded()
        await until(trial, MOMENT - before)
        await trial.unit_says(met(trial.clock.now()))
        await trial.end()
        said = await trial.said()
        assert (len(of(RungCancelled, said)), len(of(RungSent, said))) == (1, 0)
        assert trial.relay.taken.total() == 0

    run(1, go())


def test_who_is_named_before_the_moment_is_written_to_and_nobody_has_failed():
    async def go():
        trial = await reminded(people=())
        await until(trial, MOMENT - SHORTLY)
        assert not of(RungFailed, await trial.said())
        trial.book.contacts[UNIT] = Contacts(unit=UNIT, contacts=[OFFICER])
        await trial.end()
        assert len(of(RungSent, await trial.said())) == 1

    run(1, go())


@pytest.mark.parametrize("before", [AHEAD - SHORTLY, AHEAD / 2 - SHORTLY, SHORTLY])
def test_a_notifier_that_is_killed_between_gathering_and_the_moment_loses_and_doubles_nothing(
    before,
):
    async def go():
        trial = await reminded()
        trial.start()
        await until(trial, MOMENT - before)
        await trial.kill()
        await trial.kill()
        await until(trial, MOMENT - before / 2)
        trial.start()
        await until(trial, MOMENT + SHORTLY)
        said = trial.told(PLAN, UNIT)
        assert (len(of(RungSent, said)), list(trial.relay.taken.values())) == (1, [1])

    run(1, go())


def test_two_rungs_of_one_hour_are_in_one_message_which_leaves_before_neither():
    """The first one's message has left when the second is due, which goes into the next hour's."""

    async def go():
        later = (MOMENT + AHEAD / 2).time()
        both = plan(ladder=[rung("b3", -3), rung("b2", -3, at=later, channels=("sms",))])
        trial = await reminded(both)
        await trial.end()
        said = await trial.said()
        accepted = {one.message: one.at for one in of(MessageAccepted, said)}
        for one in of(MessageComposed, said):
            moment = MOMENT if one.rung == "b3" else MOMENT + AHEAD / 2
            assert accepted[one.message] >= moment

    run(1, go())
