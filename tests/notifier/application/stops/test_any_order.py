"""Holds, resumptions and callings-off at any moment between timers, kills and deliveries.

As the test of that name one folder up, of which it has all the rest: nothing leaves that an order
stops, and once nothing is held any more each rung is sent, lapses or is called off.
"""

import asyncio
from dataclasses import replace

import pytest

from contracts.brake import Which
from contracts.facts import MessagesCancelled, MessagesHeld
from tests.notifier.application.stops.office import Office
from tests.notifier.application.test_any_order import Campaign, all_adds_up
from tests.notifier.application.trial import PLAN, UNIT
from tests.notifier.campaign import at
from tests.seeded import run, seeds

WHICH = (
    {},
    {"channels": ["sms"]},
    {"channels": ["email"]},
    {"units": [UNIT]},
    {"areas": ["ly-son"], "owed": ["bao-cao"]},
    {"owed": ["khac"]},
)


class Braked(Campaign):
    """A campaign whose offices order as chance has it."""

    def __init__(self, seed):
        super().__init__(seed)
        self.office = Office(self.trial)

    async def move(self):
        if self.random.random() < 0.5:
            return await super().move()
        async with self.registry:
            await self.order(self.random.choice([PLAN, "other"]))
        return await asyncio.sleep(self.random.choice([0, 0.1, 3, 3600, 24 * 3600]))

    async def order(self, plan_id):
        stands = self.office.standing(plan_id, float("inf"))
        held = [name for name, one in stands.holds.items() if one.resumed_at is None]
        which = Which(**self.random.choice(WHICH))
        name, now = f"lenh-{len(self.office.said)}", self.trial.clock.now()
        match self.random.randrange(4):
            case 0:
                await self.office.order(MessagesHeld, plan_id, order=name, which=which)
            case 1 if held:
                await self.office.resume(*self.random.sample(held, 1), plan_id=plan_id)
            case 2 if stands.callings_off:
                name = self.random.choice([*stands.callings_off])
                await self.office.resume(name, plan_id=plan_id)
            case 3:
                until = self.random.choice([now, now, at(10, 19), at(10, 30)])
                await self.office.order(
                    MessagesCancelled, plan_id, order=name, which=which, until=until
                )
            case _:
                pass

    def known(self, part, before):
        return replace(super().known(part, before), brake=self.office.standing(part.plan, before))

    def may_be_told(self, known, key, channel):
        return super().may_be_told(known, key, channel) and not known.stopped(key, channel)

    async def settle(self):
        """Nothing is held any more."""
        await super().settle()
        for plan_id in (PLAN, "other"):
            holds = self.office.standing(plan_id, float("inf")).holds
            held = [name for name, one in holds.items() if one.resumed_at is None]
            if held:
                await self.office.resume(*held, plan_id=plan_id)


@pytest.mark.parametrize("seed", seeds(20))
def test_nothing_leaves_that_is_held_and_rungs_add_up_once_nothing_is(seed):
    campaign = Braked(seed)
    run(seed, campaign.go())
    all_adds_up(campaign)
