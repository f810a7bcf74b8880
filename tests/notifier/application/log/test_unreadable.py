"""Records of the log that cannot be read: what they block waits, and is done once they are."""

import asyncio

from contracts import topology
from contracts.facts import RungScheduled
from tests.notifier.application.trial import PLAN, UNIT, Trial
from tests.notifier.campaign import opened, plan, rung
from tests.runtime.specification.quarantine import quarantine
from tests.seeded import run, seeds

LONG = 100.0
"""Seconds of the loop, longer than a message is put back for."""
OTHER = "son-tinh"


def spoil(trial, subject):
    return trial.server.events.store(subject, b"?", {})


async def scheduled(trial, unit=UNIT):
    await asyncio.sleep(LONG)
    return [fact for fact in await trial.said(unit) if isinstance(fact, RungScheduled)]


def under_seeds(check):
    for seed in seeds(3):
        run(seed, check())


def test_a_unit_whose_history_cannot_be_read_is_reminded_once_that_is_mended():
    async def check():
        trial = Trial()
        trial.start()
        await trial.publish(plan(ladder=[rung("b3", -3)]), units=(UNIT, OTHER))
        subject = topology.unit_facts(PLAN, UNIT)
        sequence = spoil(trial, subject)
        await trial.unit_says(opened())
        await trial.unit_says(opened().model_copy(update={"unit": OTHER}), unit=OTHER)
        assert len(await scheduled(trial, OTHER)) == 1
        assert not await scheduled(trial)
        assert not trial.waiting("DEAD_LETTERS")
        await quarantine(trial.log, sequence, subject)
        assert len(await scheduled(trial)) == 1
        assert not trial.waiting("DEAD_LETTERS")

    under_seeds(check)


def test_a_record_of_the_directory_that_cannot_be_read_keeps_nobody_from_being_reminded():
    async def check():
        trial = Trial()
        trial.start()
        spoil(trial, topology.directory_facts(OTHER))
        await trial.publish(plan(ladder=[rung("b3", -3)]))
        await trial.unit_says(opened())
        assert len(await scheduled(trial)) == 1

    under_seeds(check)


def test_what_was_said_to_a_unit_is_passed_over_in_quarantine_and_said_after_it():
    """The next append expects the place of the record that nobody can read."""

    async def check():
        trial = Trial()
        subject = topology.message_facts(PLAN, UNIT)
        sequence = spoil(trial, subject)
        trial.start()
        await trial.publish(plan(ladder=[rung("b3", -3)]))
        await trial.unit_says(opened())
        await asyncio.sleep(LONG)
        assert (await trial.log.last(subject)).sequence == sequence
        await quarantine(trial.log, sequence, subject)
        assert len(await scheduled(trial)) == 1
        assert (await trial.log.read(subject))[1].previous == sequence

    under_seeds(check)
