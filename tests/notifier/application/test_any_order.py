"""Whatever happens in whatever order, however often, and whenever a notifier is killed.

The notifiers are those of services/notifier/main.py, over the parts in memory; a seed decides which
of all that could go on goes on next, and a failure names it.
"""

import asyncio
from collections import Counter
from datetime import timedelta
from random import Random

import pytest

from contracts.facts import MessageAccepted, MessageFailed
from services.notifier.domain import rungs
from services.notifier.domain.handover import Accepted, Deferred, Refused, Uncertain
from services.notifier.domain.rungs import Reminders, RungInstance, RungKey, RungSettled, key_of
from tests.notifier.application.trial import Trial
from tests.notifier.campaign import excused, extended, met, opened, reopened, situation
from tests.seeded import run

HOUR = 3600.0
ANSWERS = (Accepted(), Accepted(), Refused("smtp-550"), Deferred("smtp-451"), Uncertain("Timeout"))
KILLED, HAPPENED = 0.4, 0.1
PAUSES = (0, 0.001, 0.1, 3, HOUR, 24 * HOUR, 240 * HOUR)


class Campaign:
    """One unit's part in one plan, as chance has it."""

    def __init__(self, seed):
        self.random = Random(seed)
        self.trial = Trial()
        self.registry = asyncio.Lock()
        self.history = []
        self.since = []
        for provider in (self.trial.relay, self.trial.gateway):
            provider.answers = lambda: self.random.choice(ANSWERS)
            provider.check = self.still_needed
            provider.delay = lambda: self.random.choice([0, 0, 10])

    def still_needed(self, message, _):
        """What was met at an earlier moment than this is not reminded of any more."""
        now = asyncio.get_running_loop().time()
        facts = [f for f, at in zip(self.history, self.since, strict=True) if at < now]
        assert not situation(*facts).needless(RungKey(message.duty, message.due, message.rung))

    async def say(self, fact):
        await self.trial.unit_says(fact)
        self.history.append(fact)
        self.since.append(asyncio.get_running_loop().time())

    async def happen(self):
        """The registry says a fact that makes sense now."""
        async with self.registry:
            await self.say(self.random.choice(self.possible())())

    def possible(self):
        duty = situation(*self.history).duties["bao-cao"]
        now, due, round_ = self.trial.clock.now(), duty.due, duty.round
        return {
            "owing": [
                lambda: met(now, due, round_),
                lambda: excused(now),
                lambda: extended(now, due + timedelta(days=5), round_),
            ],
            "met": [
                lambda: reopened(now, due, round_),
                lambda: reopened(now, now + timedelta(days=7), round_ + 1),
            ],
            "excused": [lambda: opened(due, now)],
        }[duty.status]

    async def move(self):
        match self.random.randrange(4):
            case 0:
                await self.happen()
            case 1:
                self.trial.start()
            case _:
                await asyncio.sleep(self.random.choice(PAUSES))

    async def interfere(self):
        """Some steps after something was stored kills a notifier and starts another, or has the
        registry say a fact; again and again.
        """
        while True:
            streams = self.trial.server.streams
            await streams[self.random.choice(["EVENTS", "REMINDERS", "OUTBOX"])].news.wait()
            for _ in range(self.random.randrange(self.random.choice([6, 60]))):
                await asyncio.sleep(0)
            chance = self.random.random()
            if chance < KILLED:
                await self.trial.kill(self.random.randrange(3))
                self.trial.start()
            elif chance < KILLED + HAPPENED:
                await asyncio.sleep(self.random.choice([0, 1, 4]))
                await self.happen()

    async def go(self):
        await self.trial.publish()
        await self.say(opened())
        self.trial.start()
        interfering = asyncio.create_task(self.interfere())
        for _ in range(self.random.randrange(5, 40)):
            await self.move()
        interfering.cancel()
        self.trial.relay.answers = self.trial.gateway.answers = Accepted
        self.trial.start()
        await self.trial.end()
        return await self.trial.said()


@pytest.mark.parametrize("seed", range(60))
def test_rungs_add_up_and_no_message_goes_out_blindly_twice(seed):
    """Every rung of every due moment has one fate, and doubtful repeats are bounded and counted."""
    campaign = Campaign(seed)
    said = run(seed, campaign.go())

    reminders = Reminders()
    for fact in said:
        if isinstance(fact, RungSettled):
            before = reminders.instances.get(key_of(fact), RungInstance())
            assert before.fate == "waiting", f"{fact} settles a rung that is {before.fate}"
        reminders = rungs.evolve(reminders, fact)

    known = situation(*campaign.history)
    due = {
        RungKey(name, moment, rung.id)
        for name, standing in known.duties.items()
        for moment in standing.dues
        for rung in known.rungs(name)
    }
    assert set(reminders.instances) == due
    fates = Counter(instance.fate for instance in reminders.instances.values())
    assert fates["waiting"] == 0
    assert len(due) == fates.total()

    assert all(posting.ended for posting in reminders.messages.values())
    sent = {p.key for p in reminders.messages.values() if p.status == "accepted"}
    assert sent == {k for k, one in reminders.instances.items() if one.fate == "sent"}

    doubtful = Counter(
        fact.message
        for fact in said
        if (isinstance(fact, MessageAccepted) and fact.uncertain)
        or (isinstance(fact, MessageFailed) and fact.reason == "outcome-unknown")
    )
    for message, times in (campaign.trial.relay.taken + campaign.trial.gateway.taken).items():
        assert times <= 1 + doubtful[message]

    assert {campaign.trial.waiting(s) for s in ("REMINDERS", "OUTBOX", "DEAD_LETTERS")} == {0}
