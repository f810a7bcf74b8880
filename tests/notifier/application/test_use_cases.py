"""What the notifier does with facts, timers and messages, over the parts in memory."""

import asyncio

import pytest

from contracts import topology
from contracts.facts import (
    ActivityHeld,
    CommandAnswered,
    MessageAccepted,
    MessageAttempted,
    MessageDelivered,
    RungCancelled,
    RungScheduled,
)
from contracts.outgoing import OutgoingMessage
from runtime.failure import Retry, Unavailable
from runtime.memory.log import MemoryLog
from services.notifier.domain.digest.part import entry
from services.notifier.domain.ending import Told
from tests.notifier.application.trial import PLAN, UNIT, Trial
from tests.notifier.campaign import (
    ABOUT,
    LADDER,
    OPENED,
    amended,
    key,
    met,
    opened,
    plan,
    receipt,
    rung,
    situation,
)
from tests.seeded import run

SEED = 1
DAY = 24 * 3600.0
BY_MAIL = plan(ladder=[rung("b3", -3)])


def kinds(said):
    return [fact.wire.split(".")[1] for fact in said]


def tried(coroutine):
    return run(SEED, coroutine)


def test_a_met_duty_takes_its_timers_out_of_the_stream():
    """And what was set is cancelled, in facts too."""

    async def go():
        trial = Trial()
        trial.start()
        await trial.publish()
        await trial.unit_says(opened())
        await asyncio.sleep(1)
        assert trial.waiting("REMINDERS") == len(LADDER)
        await trial.unit_says(met(trial.clock.now()))
        await asyncio.sleep(1)
        assert trial.waiting("REMINDERS") == 0
        return await trial.said()

    said = tried(go())
    assert kinds(said) == ["rung-scheduled"] * 3 + ["rung-cancelled"] * 3


def test_a_message_that_only_answers_commands_is_passed_over():
    """The last message about a plan need not hold the plan, nor one about a unit a fact of it."""

    async def go():
        trial = Trial()
        trial.start()
        await trial.publish()
        answer = CommandAnswered(receipt=receipt(OPENED), outcome="unchanged")
        await trial.append(topology.plan_facts(PLAN), answer)
        await trial.unit_says(answer)
        await trial.unit_says(opened())
        await asyncio.sleep(DAY)
        assert trial.waiting("DEAD_LETTERS") == 0
        return await trial.said()

    assert [type(fact) for fact in tried(go())] == [RungScheduled] * 3


def test_an_amended_plan_brings_the_timers_of_its_units_in_line():
    """No fact of the unit says so."""

    async def go():
        trial = Trial()
        trial.start()
        await trial.publish(BY_MAIL)
        await trial.unit_says(opened())
        await asyncio.sleep(1)
        later = amended(plan(ladder=[rung("b2", -2)]))
        await trial.append(topology.plan_facts(PLAN), later)
        await asyncio.sleep(1)
        return await trial.said()

    said = tried(go())
    assert [(type(fact), fact.rung) for fact in said[1:]] == [
        (RungScheduled, "b2"),
        (RungCancelled, "b3"),
    ]


def test_a_record_that_cannot_be_read_stops_its_own_unit_alone():
    """It waits to be mended: nothing is buried, and the others are reminded."""

    async def go():
        trial = Trial()
        await trial.publish(units=(UNIT, "ly-son"))
        broken = await trial.unit_says(opened())
        trial.server.events.corrupt(broken)
        await trial.unit_says(opened(unit="ly-son"), unit="ly-son")
        trial.start()
        await asyncio.sleep(DAY / 8)
        assert trial.waiting("DEAD_LETTERS") == 0
        return await trial.said(), await trial.said("ly-son")

    broken, other = tried(go())
    assert broken == []
    assert [type(fact) for fact in other] == [RungScheduled] * 3


class Counted(MemoryLog):
    """A log that counts how often it is asked."""

    asked = 0

    async def last(self, subject):
        Counted.asked += 1
        return await super().last(subject)


def test_a_fact_that_moves_no_timer_costs_no_look_at_the_log():
    """Most facts of a campaign are about activities."""

    async def go():
        trial = Trial(log=Counted)
        await trial.publish()
        await trial.unit_says(ActivityHeld(**ABOUT, receipt=receipt(OPENED), activity="a-1"))
        trial.start()
        await asyncio.sleep(DAY)
        before = Counted.asked
        await trial.unit_says(opened())
        await asyncio.sleep(1)
        return before, Counted.asked

    before, after = tried(go())
    assert before == 0
    assert after > 0


def test_a_duty_met_while_the_connection_is_made_is_not_reminded_of():
    """It is looked at once more with the connection in hand."""

    async def go():
        trial = Trial()
        trial.relay.delay = lambda: 600
        trial.start()
        await trial.publish(BY_MAIL)
        await trial.unit_says(opened())
        while not trial.waiting("OUTBOX"):
            await trial.server.streams["OUTBOX"].news.wait()
        await asyncio.sleep(300)
        await trial.unit_says(met(trial.clock.now()))
        await asyncio.sleep(DAY)
        assert trial.waiting("OUTBOX") == 0
        return trial.relay.taken, await trial.said()

    taken, said = tried(go())
    assert not taken
    assert kinds(said)[-2:] == ["message-silenced", "rung-cancelled"]


class Away(MemoryLog):
    """A log that takes nothing for an hour after an attempt was said."""

    until = 0.0

    async def append(self, subject, events, expected):
        now = asyncio.get_running_loop().time()
        if now < Away.until:
            raise Unavailable("away")
        if any(MessageAttempted.wire.encode() in event for event in events):
            Away.until = now + 3600
        return await super().append(subject, events, expected)


def test_a_handover_is_said_however_long_the_log_is_away():
    """To put the message back would be to send it again."""

    async def go():
        trial = Trial(log=Away)
        trial.start()
        await trial.publish(BY_MAIL)
        await trial.unit_says(opened())
        await trial.end()
        return trial.relay.taken, await trial.said()

    taken, said = tried(go())
    assert list(taken.values()) == [1]
    assert [fact.uncertain for fact in said if isinstance(fact, MessageAccepted)] == [False]


def test_a_message_that_is_given_twice_at_once_is_in_hand_once():
    """As when the first delivery was taken for lost."""

    async def go():
        trial = Trial()
        await trial.publish(BY_MAIL)
        trial.start()
        one = entry(situation(opened()), key("b3"), "c-1", OPENED)
        message = OutgoingMessage(message="m-1", person="p-1", channel="email", entries=[one])
        sending = trial.mails
        first = asyncio.create_task(sending.send(message, OPENED))
        await asyncio.sleep(0)
        with pytest.raises(Retry, match="in hand"):
            await sending.send(message, OPENED)
        first.cancel()

    tried(go())


def test_what_became_of_a_message_is_said_once_and_of_that_message():
    """As often as a gateway calls, or a mail comes back; of an unknown message nothing is said."""

    async def go():
        trial = Trial()
        trial.start()
        await trial.publish(BY_MAIL)
        await trial.unit_says(opened())
        while not (accepted := [f for f in await trial.said() if isinstance(f, MessageAccepted)]):
            await asyncio.sleep(DAY)
        for message in ("m-unknown", accepted[0].message, accepted[0].message):
            await trial.hearing.hear(PLAN, UNIT, message, Told("delivered"))
        return accepted[0], await trial.said()

    accepted, said = tried(go())
    delivered = [fact for fact in said if isinstance(fact, MessageDelivered)]
    assert [fact.message for fact in delivered] == [accepted.message]
