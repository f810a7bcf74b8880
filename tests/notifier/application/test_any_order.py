"""Whatever happens in whatever order, however often, and whenever a notifier is killed.

The notifiers are those of services/notifier/assembly.py, over the parts in memory; a seed decides
which of all that could go on goes on next, and a failure names it. Two units and two plans share a
person, whose addresses come and go.
"""

import asyncio
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from contracts.facts import (
    MessageAccepted,
    MessageAttempted,
    MessageComposed,
    MessageFailed,
    NoticeComposed,
)
from contracts.outgoing import Contacts
from services.notifier.domain.digest.slots import hour_of
from services.notifier.domain.handover import Accepted, Deferred, Refused, Uncertain
from services.notifier.domain.rungs import (
    NoticeKey,
)
from tests.notifier.application.told.adding import rungs_add_up, spoken_of
from tests.notifier.application.trial import AHEAD, ELSEWHERE, PLAN, UNIT, Trial
from tests.notifier.campaign import (
    LEADER,
    OFFICER,
    accepted,
    excused,
    extended,
    met,
    opened,
    plan,
    reopened,
    returned,
    situation,
)
from tests.seeded import run, seeds

HOUR = 3600.0
ANSWERS = (Accepted(), Accepted(), Refused("smtp-550"), Deferred("smtp-451"), Uncertain("Timeout"))
KILLED, HAPPENED, MOVED = 0.4, 0.1, 0.1
PAUSES = (0, 0.001, 0.1, 3, HOUR, 24 * HOUR, 240 * HOUR)
AHEADS = (timedelta(), AHEAD, timedelta(hours=26))
PARTS = [(PLAN, UNIT), (PLAN, "ly-son"), ("other", UNIT)]
PEOPLE = [[OFFICER, LEADER], [OFFICER], [ELSEWHERE, LEADER], [LEADER], []]


class Part:
    """One unit's part in one plan: what its registry said, and when."""

    def __init__(self, plan_id, unit):
        self.plan, self.unit = plan_id, unit
        self.facts, self.since = [], []

    def possible(self, now):
        """What makes sense to be said now."""
        duty = situation(*self.facts).duties["bao-cao"]
        due, round_ = duty.due, duty.round
        return {
            "owing": [
                lambda: [met(now, due, round_)],
                lambda: [excused(now)],
                lambda: [extended(now, due + timedelta(days=5), round_)],
            ],
            "met": [
                lambda: [reopened(now, due, round_)],
                lambda: [accepted(now)],
                lambda: [returned(now), reopened(now, now + timedelta(days=7), round_ + 1)],
            ],
            "excused": [lambda: [opened(due, now)]],
        }[duty.status]


class Campaign:
    """Some units' parts in some plans, as chance has it."""

    def __init__(self, seed):
        self.random = Random(seed)
        self.trial = Trial(gather_ahead=self.random.choice(AHEADS))
        self.registry = asyncio.Lock()
        self.parts = {ids: Part(*ids) for ids in PARTS}
        for provider in (self.trial.relay, self.trial.gateway):
            provider.answers = lambda: self.random.choice(ANSWERS)
            provider.check = self.still_needed
            provider.delay = lambda: self.random.choice([0, 0, 10])
        self.know(UNIT, PEOPLE[0])
        self.know("ly-son", PEOPLE[0])

    def know(self, unit, people):
        self.trial.book.contacts[unit] = Contacts(unit=unit, contacts=people)

    def still_needed(self, message, letter):
        """What was met at an earlier moment than this is not told of any more, and what is told of
        is said by the last attempt of its unit.
        """
        now, last = asyncio.get_running_loop().time(), {}
        for ids in dict.fromkeys((one.plan, one.unit) for one in message.entries):
            for fact in self.trial.told(*ids):
                if isinstance(fact, MessageAttempted) and fact.message == message.message:
                    last[ids] = fact
        attempt = max(fact.attempt for fact in last.values())
        told = [(ids, spoken_of(f)) for ids, f in last.items() if f.attempt == attempt]
        assert any(of for _, of in told)
        for ids, of in told:
            known = self.known(self.parts[ids], now)
            for key in of:
                assert self.may_be_told(known, key, message.channel), letter

    def known(self, part, before):
        """The unit's duties as they stood before a moment of the loop."""
        facts = zip(part.facts, part.since, strict=True)
        known = situation(*[fact for fact, at in facts if at < before])
        return replace(known, plan=plan(id=part.plan), unit=part.unit)

    def may_be_told(self, known, key, channel):
        if isinstance(key, NoticeKey):
            return known.still_true(key)
        return not known.needless(key)

    async def say(self, part, *said):
        facts = [one.model_copy(update={"plan": part.plan, "unit": part.unit}) for one in said]
        await self.trial.unit_says(*facts, unit=part.unit, plan=part.plan)
        part.facts += facts
        part.since += [asyncio.get_running_loop().time()] * len(facts)

    async def happen(self):
        """The registry says a fact that makes sense now."""
        async with self.registry:
            part = self.random.choice([*self.parts.values()])
            now = self.trial.clock.now()
            await self.say(part, *self.random.choice(part.possible(now))())

    def change_people(self):
        self.know(self.random.choice([UNIT, "ly-son"]), self.random.choice(PEOPLE))

    async def move(self):
        match self.random.randrange(5):
            case 0:
                await self.happen()
            case 1:
                self.trial.start()
            case 2:
                self.change_people()
            case _:
                await asyncio.sleep(self.random.choice(PAUSES))

    async def interfere(self):
        """Some steps after something was stored kills a notifier and starts another, has the
        registry say a fact, or somebody else be there; again and again.
        """
        while True:
            stream = self.random.choice(["EVENTS", "REMINDERS", "SLOTS", "OUTBOX"])
            await self.trial.server.streams[stream].news.wait()
            for _ in range(self.random.randrange(self.random.choice([6, 60]))):
                await asyncio.sleep(0)
            chance = self.random.random()
            if chance < KILLED:
                await self.trial.kill(self.random.randrange(3))
                self.trial.start()
            elif chance < KILLED + HAPPENED:
                await asyncio.sleep(self.random.choice([0, 1, 4]))
                await self.happen()
            elif chance < KILLED + HAPPENED + MOVED:
                self.change_people()

    async def go(self):
        for plan_id in dict.fromkeys(plan_id for plan_id, _ in PARTS):
            units = [unit for of, unit in PARTS if of == plan_id]
            await self.trial.publish(plan(id=plan_id), units)
        for part in self.parts.values():
            await self.say(part, opened())
        self.trial.start()
        interfering = asyncio.create_task(self.interfere())
        for _ in range(self.random.randrange(5, 40)):
            await self.move()
        interfering.cancel()
        await self.settle()
        self.trial.start()
        await self.trial.end()

    async def settle(self):
        """From here on nothing goes wrong."""
        self.trial.relay.answers = self.trial.gateway.answers = Accepted


@pytest.mark.parametrize("seed", seeds(40))
def test_rungs_add_up_and_no_message_goes_out_blindly_twice(seed):
    """A person gets one message an hour, and doubtful repeats are bounded and counted."""
    campaign = Campaign(seed)
    run(seed, campaign.go())
    all_adds_up(campaign)


def all_adds_up(campaign):
    trial, doubtful, hours = campaign.trial, set(), defaultdict(set)
    for ids, part in campaign.parts.items():
        said = trial.told(*ids)
        rungs_add_up(part, said)
        doubtful |= {
            fact.message
            for fact in said
            if (isinstance(fact, MessageAccepted) and fact.uncertain)
            or (isinstance(fact, MessageFailed) and fact.reason == "outcome-unknown")
        }
        for fact in said:
            if isinstance(fact, MessageComposed | NoticeComposed):
                hours[fact.person, fact.channel, hour_of(fact.leaves_at)].add(fact.message)
    assert all(len(messages) == 1 for messages in hours.values())
    for message, times in (trial.relay.taken + trial.gateway.taken).items():
        assert times <= 1 + (message in doubtful)
    assert {trial.waiting(s) for s in ("REMINDERS", "OUTBOX", "DEAD_LETTERS")} == {0}
