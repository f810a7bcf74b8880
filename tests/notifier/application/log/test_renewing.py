"""Streams that came back without their timers and messages: what was said is done, and once."""

import asyncio

import pytest

from contracts import topology
from contracts.facts import RungSent
from runtime.failure import Unavailable
from services.notifier.domain.handover import Deferred
from tests.notifier.application.trial import A_YEAR, PLAN, UNIT, Trial
from tests.notifier.campaign import CONTACTS, at, opened, plan, rung
from tests.seeded import run, seeds

LADDER = [rung("b3", -3), rung("b2", -2), rung("b1", -1)]
DAY = 24 * 3600.0
MOMENTS = [0.1, 1.0, 5 * DAY, 20 * DAY, 30 * DAY, 31.2 * DAY, 32.5 * DAY, 40 * DAY]


def lose(trial, *streams):
    """As a server that came back with the log alone."""
    for stream in (trial.server.streams[name] for name in streams):
        for sequence in list(stream.records):
            stream.delete(sequence)
        for durable in stream.durables.values():
            durable.pending.clear()


@pytest.mark.parametrize("moment", MOMENTS)
def test_nothing_is_sent_twice_and_nothing_is_forgotten_after_the_streams_are_lost(moment):
    """Whatever the moment: before a rung, while its messages are on their way, after them."""

    async def check():
        trial = Trial()
        trial.start()
        await trial.publish(plan(ladder=LADDER))
        await trial.unit_says(opened())
        await asyncio.sleep(moment)
        lose(trial, "REMINDERS", "OUTBOX", "SLOTS")
        await trial.renewing.renew()
        await trial.renewing.check()
        await asyncio.sleep(A_YEAR)
        said = await trial.said()
        assert [fact.rung for fact in said if isinstance(fact, RungSent)] == ["b3", "b2", "b1"]
        for provider in (trial.relay, trial.gateway):
            assert set(provider.taken.values()) <= {1}
        assert sum(trial.relay.taken.values()) >= len(LADDER)
        assert not trial.waiting("DEAD_LETTERS")

    for seed in seeds(2):
        run(seed, check())


def test_a_message_that_the_relay_deferred_goes_out_once_after_it_was_lost():
    async def check():
        trial = Trial()
        trial.relay.answers = lambda: Deferred("greylisted")
        trial.start()
        await trial.publish(plan(ladder=LADDER[:1]))
        await trial.unit_says(opened())
        while not trial.waiting("OUTBOX"):
            await asyncio.sleep(3600)
        lose(trial, "REMINDERS", "OUTBOX", "SLOTS")
        await asyncio.sleep(3600)
        assert not trial.relay.taken
        trial.relay.answers = Trial().relay.answers
        await trial.renewing.renew()
        await asyncio.sleep(DAY)
        assert [*trial.relay.taken.values()] == [1]

    run(1, check())


def test_a_stream_without_its_mark_is_told_and_looked_after_by_itself():
    """Once the mark stands, nothing is set again."""

    async def check():
        trial = Trial()
        trial.start()
        await trial.publish(plan(ladder=LADDER))
        await trial.unit_says(opened())
        await asyncio.sleep(1)
        lose(trial, "REMINDERS")
        with pytest.raises(Unavailable):
            await trial.renewing.check()
        async with trial.renewing.running():
            await asyncio.sleep(30)
            await trial.renewing.check()
            held = dict(trial.server.streams["REMINDERS"].records)
            assert len(held) == len(LADDER) + 1
            await asyncio.sleep(30)
            assert trial.server.streams["REMINDERS"].records == held

    run(1, check())


def test_a_unit_that_cannot_be_read_leaves_no_mark_and_keeps_no_other_from_its_timers():
    async def check():
        trial = Trial()
        trial.start()
        await trial.publish(plan(ladder=LADDER), units=(UNIT, "son-tinh"))
        await trial.unit_says(opened())
        await asyncio.sleep(1)
        lose(trial, "REMINDERS")
        trial.server.events.store(topology.unit_facts(PLAN, "son-tinh"), b"?", {})
        with pytest.raises(Unavailable):
            await trial.renewing.renew()
        assert trial.waiting("REMINDERS") == len(LADDER)
        with pytest.raises(Unavailable):
            await trial.renewing.check()

    run(1, check())


@pytest.mark.parametrize("streams", [("REMINDERS", "OUTBOX", "SLOTS"), ("REMINDERS", "OUTBOX")])
@pytest.mark.parametrize("after", [0.5, 1.9, 2.0001, 2.1, 60.0])
def test_two_units_of_one_person_are_told_once_whenever_the_streams_are_lost(after, streams):
    """Before their message leaves, as it does, and when it is out."""

    async def check():
        trial = Trial()
        units = (UNIT, "son-tinh")
        for unit in units:
            trial.book.contacts[unit] = CONTACTS.model_copy(update={"unit": unit})
        trial.start()
        await trial.publish(plan(ladder=LADDER[:1]), units)
        for unit in units:
            await trial.unit_says(opened(unit=unit), unit=unit)
        await asyncio.sleep((at(10, 14) - trial.clock.now()).total_seconds() + after)
        lose(trial, *streams)
        await trial.renewing.renew()
        await asyncio.sleep(7200)
        for unit in units:
            assert [f.rung for f in await trial.said(unit) if isinstance(f, RungSent)] == ["b3"]
        assert [*trial.relay.taken.values()] == [1]
        assert trial.waiting("SLOTS") == 1
        assert not trial.waiting("OUTBOX")

    run(1, check())
