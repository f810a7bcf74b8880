"""A notifier is killed after any write of a message for two units' person: it ends as if not."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from contracts.facts import (
    MessageAccepted,
    MessageComposed,
    RungSent,
)
from contracts.outgoing import Contacts
from contracts.topology import message_facts
from runtime.failure import Unavailable
from runtime.memory.log import MemoryLog
from services.notifier.domain.digest.slots import hour_of
from services.notifier.domain.rungs import MessageEnded
from tests.notifier.application.trial import AHEAD, ELSEWHERE, PLAN, UNIT, Trial
from tests.notifier.campaign import OFFICER, at, opened, plan, rung
from tests.seeded import run, seeds

UNITS = (UNIT, "ly-son")
MORNING = plan(ladder=[rung("b3", -3, channels=("email", "sms"))])


def after(trial, writes):
    """Set once so many messages were stored from now on, in whatever stream."""
    reached, left = asyncio.Event(), iter(range(writes - 1))

    def counted(keep):
        def kept(*args):
            if next(left, None) is None:
                reached.set()
            return keep(*args)

        return kept

    for stream in trial.server.streams.values():
        stream._keep = counted(stream._keep)
    return reached


async def started(trial):
    """A notifier of two units, who have the same officer."""
    for unit in UNITS:
        trial.book.contacts[unit] = Contacts(unit=unit, contacts=[OFFICER])
    await trial.publish(MORNING, UNITS)
    for unit in UNITS:
        await trial.unit_says(opened(unit=unit), unit=unit)
    trial.start()
    return trial


async def morning(writes):
    """The hour of the rung, and the next; the notifier is killed after so many writes."""
    trial = await started(Trial())
    await asyncio.sleep((at(10, 14) - AHEAD - trial.clock.now()).total_seconds() - 1)
    await after(trial, writes).wait()
    await trial.kill()
    trial.start()
    await asyncio.sleep(7200)
    return trial


@pytest.mark.parametrize("writes", range(1, 25))
def test_a_kill_after_any_write_leads_to_one_message_that_both_units_are_told_of(writes):
    """At most one doubtful repeat, and that counted; no rung is left, and none has two fates. What
    a crash kept back from the hour is in the next hour's message.
    """
    for seed in seeds(1):
        trial = run(writes + 100 * seed, morning(writes))
        told = {unit: trial.told(PLAN, unit) for unit in UNITS}
        for unit, said in told.items():
            assert [fact.rung for fact in said if isinstance(fact, RungSent)] == ["b3"], unit
            ends = Counter(fact.message for fact in said if isinstance(fact, MessageAccepted))
            assert set(ends.values()) == {1}
        composed = [f for said in told.values() for f in said if isinstance(f, MessageComposed)]
        assert len({(f.person, f.channel) for f in composed}) == 2
        assert {trial.waiting(s) for s in ("REMINDERS", "OUTBOX", "DEAD_LETTERS")} == {0}
        taken = [f for said in told.values() for f in said if isinstance(f, MessageAccepted)]
        doubtful = {f.message for f in taken if f.uncertain}
        assert set(trial.gateway.taken.values()) == {1}
        for message, times in trial.relay.taken.items():
            assert times <= 1 + (message in doubtful)
        hours = {(fact.message, hour_of(fact.leaves_at), fact.channel) for fact in composed}
        assert len(hours) == len({(hour, channel) for _, hour, channel in hours})


async def other_person(writes):
    """Once the hour's message is on its way its reader is another person, who is reached only
    there; the notifier is killed after so many writes of that hour, and away until the next but
    one.
    """
    trial = await started(Trial())
    await asyncio.sleep((at(10, 14) - trial.clock.now()).total_seconds() - 60)
    trial.book.contacts[UNIT] = Contacts(unit=UNIT, contacts=[ELSEWHERE])
    await after(trial, writes).wait()
    await trial.kill()
    await asyncio.sleep(7200)
    trial.start()
    await asyncio.sleep(7200)
    return trial


@pytest.mark.parametrize("writes", range(1, 17))
def test_what_moved_to_another_person_is_told_however_long_a_kill_after_any_write_takes(writes):
    """It had been put into a message that has left without it meanwhile."""
    for seed in seeds(6):
        trial = run(writes + 100 * seed, other_person(writes))
        said = trial.told(PLAN, UNIT)
        composed = {(f.message, f.person) for f in said if isinstance(f, MessageComposed)}
        ended = {fact.message for fact in said if isinstance(fact, MessageEnded)}
        assert {message for message, _ in composed} == ended
        assert len({person for _, person in composed}) == 4
        assert [fact.rung for fact in said if isinstance(fact, RungSent)] == ["b3"]


class Away(MemoryLog):
    """From the rung's gathering until a minute after it is due, takes nothing about one unit."""

    async def append(self, subject, events, expected):
        since = self._server.clock.now() - at(10, 14)
        if subject == message_facts(PLAN, UNITS[1]) and -AHEAD <= since < timedelta(minutes=1):
            raise Unavailable("away")
        return await super().append(subject, events, expected)


def test_a_message_waits_for_who_could_not_say_yet_that_it_is_theirs():
    """Nobody else would tell them: what is entered is entered once."""

    async def hour():
        trial = await started(Trial(log=Away))
        await asyncio.sleep((at(10, 14) - trial.clock.now()).total_seconds() + 600)
        return trial

    trial = run(1, hour())
    told = [fact for unit in UNITS for fact in trial.told(PLAN, unit)]
    assert Counter(fact.unit for fact in told if isinstance(fact, RungSent)) == Counter(UNITS)
    assert trial.relay.taken.total() == 1
