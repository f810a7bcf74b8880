"""One to four replicas that are killed, paused and ended decide as one registry in peace would."""

import asyncio
from collections import defaultdict
from datetime import datetime
from random import Random
from typing import Any

import pytest

from contracts import topology
from contracts.facts import CommandAnswered
from contracts.verdicts import Verdict
from tests.registry.application.campaign import Campaign, founding, turns
from tests.registry.application.world import Queued, World, receipts, said
from tests.registry.plans import START
from tests.seeded import run, seeds

SEEDS = seeds(8)
SETTLED = 1.5
"""Seconds after which every replica asks again for the directory and plans (MAX_AGE)."""


@pytest.fixture(autouse=True)
def _few_partitions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topology, "PARTITIONS", 4)


async def campaign(random: Random, replicas: int, *, calm: bool) -> World:
    """What was sent and decided. `calm`: what concerns everybody changes while nothing else is
    sent; the replicas are in trouble either way.
    """
    world = World()
    names = [f"r{n}" for n in range(replicas)]
    play = Campaign(world, random, names)
    for name in names:
        play.start(name)
    trouble = asyncio.create_task(play.trouble())
    for sent in founding(random):
        await play.send(sent)
    for turn in turns(random):
        if calm:
            await play.burst(each=3)
            await quiet(play)
            await play.send(turn)
            await quiet(play)
        else:
            await asyncio.gather(play.burst(each=5), play.send(turn))
    trouble.cancel()
    await asyncio.gather(trouble, return_exceptions=True)
    play.mend()
    await world.settled()
    world.end()
    return world


async def quiet(play: Campaign) -> None:
    """All is decided, and what anybody remembers of the directory and plans is old."""
    play.peaceful = True
    play.mend()
    await play.world.settled()
    await asyncio.sleep(SETTLED)
    play.peaceful = False


class Then:
    """The clock of a command's own receipt."""

    def __init__(self) -> None:
        self.moment = START

    def now(self) -> datetime:
        return self.moment

    def campaign(self, real: datetime) -> datetime:
        return real

    def real(self, moment: datetime) -> datetime:
        return moment


async def in_peace(queued: list[Queued]) -> dict[int, Verdict]:
    """What one registry answers, given the same queue, each command once the one before it was
    answered.
    """
    clock = Then()
    world = World(clock, opening=False)
    world.start("one")
    for command in queued:
        clock.moment = command.stored_at
        assert await world.queue.send(command.subject, command.data) == command.sequence
        while world.server.commands.records:
            await asyncio.sleep(0.01)
    world.end()
    return world.verdicts()


def test_every_command_is_answered_once_however_often_it_is_decided() -> None:
    """By name: what is published again says the same; and nobody's command is buried."""

    async def check(seed: int) -> int:
        random = Random(seed)
        world = await campaign(random, random.randint(1, 4), calm=False)
        again = 0
        assert {queued.sequence for queued in world.archive} == world.verdicts().keys()
        for name, verdicts in world.published.items():
            assert len(set(map(said, verdicts))) == 1, name
            again += len(verdicts) - 1
        assert not world.server.streams[topology.DEAD_LETTERS.name].records
        return again

    assert sum(run(seed, check(seed)) for seed in SEEDS), "no command was answered twice"


def test_no_command_is_decided_twice_and_the_facts_of_a_unit_are_in_order() -> None:
    """Each command's facts are in one message; a unit's follow the order of its commands."""

    async def check(seed: int) -> None:
        random = Random(seed)
        world = await campaign(random, random.randint(2, 4), calm=False)
        messages: dict[tuple[str, Any], set[int]] = defaultdict(set)
        last: dict[str, Any] = {}
        for subject, sequence, receipt in receipts(await world.history()):
            messages[subject, receipt.order].add(sequence)
            assert last.get(subject, receipt.order) <= receipt.order, subject
            last[subject] = receipt.order
        assert all(len(found) == 1 for found in messages.values())

    for seed in SEEDS:
        run(seed, check(seed))


def test_a_verdict_tells_what_the_log_holds() -> None:
    """The facts that it names are those of its command, and there are no others."""

    async def check(seed: int) -> None:
        random = Random(seed)
        world = await campaign(random, random.randint(2, 4), calm=False)
        facts: dict[int, list[str]] = defaultdict(list)
        for message in await world.history():
            for event in message.events:
                if not isinstance(event.data, CommandAnswered):
                    facts[event.data.receipt.sequence].append(event.type)
        for number, verdict in world.verdicts().items():
            assert verdict.facts == facts[number], verdict.command

    for seed in SEEDS:
        run(seed, check(seed))


@pytest.mark.parametrize("replicas", [1, 2, 4])
def test_the_verdicts_are_those_of_one_registry_in_peace(replicas: int) -> None:
    """Outcome, findings and facts of every command, whatever became of the replicas."""

    async def check(seed: int) -> None:
        world = await campaign(Random(seed), replicas, calm=True)
        found, wanted = world.verdicts(), await in_peace(world.archive)
        assert found.keys() == wanted.keys()
        for number, verdict in found.items():
            assert said(verdict) == said(wanted[number]), verdict.command

    for seed in SEEDS:
        run(seed, check(seed))
