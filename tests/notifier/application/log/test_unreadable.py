"""Records of the log that cannot be read: what they block waits, and is done once they are."""

import asyncio

import pytest

from contracts import topology
from contracts.facts import MessageAccepted, MessageComposed, PlanPublished, RungScheduled, RungSent
from contracts.outgoing import Contacts
from tests.notifier.application.trial import PLAN, UNIT, Trial
from tests.notifier.campaign import CONTACTS, DUE, OPENED, opened, participant, plan, receipt, rung
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


NAMES = {UNIT: participant().name, OTHER: "Ủy ban nhân dân huyện Sơn Tịnh"}
SUBJECTS = [topology.unit_facts, topology.message_facts]


async def shared(trial, spoiled, subject):
    """A person is reminded for two units, of which the history of one is spoiled once the message
    has left its slot; who heard of which units, and what mends it.
    """
    record = Contacts(unit=UNIT, contacts=CONTACTS.contacts[:1])
    trial.book.contacts = {UNIT: record, OTHER: record.model_copy(update={"unit": OTHER})}
    spoilt, heard = [], []

    def delay():
        if not spoilt:
            spoilt.append(spoil(trial, subject(PLAN, spoiled)))
        return 0

    def check(message, letter):
        heard.append({one for one in (UNIT, OTHER) if NAMES[one] in letter.text})

    trial.relay.delay, trial.relay.check = delay, check
    trial.start()
    called = [participant(UNIT), participant(OTHER).model_copy(update={"name": NAMES[OTHER]})]
    of = plan(ladder=[rung("b3", -3)])
    published = PlanPublished(plan=of, participants=called, receipt=receipt(OPENED))
    await trial.append(topology.plan_facts(PLAN), published)
    await trial.unit_says(opened())
    await trial.unit_says(opened().model_copy(update={"unit": OTHER}), unit=OTHER)
    rings = DUE.replace(day=14, hour=8)
    await asyncio.sleep((rings - trial.clock.now()).total_seconds() + LONG)
    return heard, lambda: quarantine(trial.log, spoilt[0], subject(PLAN, spoiled))


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("spoiled", [UNIT, OTHER])
def test_what_can_be_read_is_told_and_the_rest_once_it_can(spoiled, subject):
    """Whichever is the message's home; each once, and each message is counted where it was."""

    async def check():
        trial = Trial()
        heard, mend = await shared(trial, spoiled, subject)
        (read,) = {UNIT, OTHER} - {spoiled}
        assert heard == [{read}]
        assert [type(one) for one in await trial.said(read)][-2:] == [MessageAccepted, RungSent]
        await mend()
        await trial.end()
        assert heard == [{read}, {spoiled}]
        for unit in (UNIT, OTHER):
            said = await trial.said(unit)
            assert [type(one) for one in said].count(RungSent) == 1
            own = [one for one in said if isinstance(one, MessageComposed) and not one.shared]
            ends = [one.message for one in said if isinstance(one, MessageAccepted)]
            assert {one.message for one in own} <= {*ends}
        assert sorted(trial.relay.taken.values()) == [1, 1]
        assert not trial.waiting("DEAD_LETTERS")
        assert not trial.waiting("OUTBOX")

    under_seeds(check)
