"""A replica that wakes after its lease: paused just before an append, while another decided."""

import asyncio
from random import Random
from typing import Any

import pytest

from contracts import topology
from contracts.commands import DeclareActivity, RecordUnit
from contracts.envelope import encode, wrap
from contracts.facts import CommandAnswered
from runtime.owned import OwnedPartition
from runtime.ports import Lease
from tests.registry.application.campaign import HEIR, MERGED_ON, PLAN, Campaign, founding, turns
from tests.registry.application.world import DAYS_A_SECOND, World, receipts
from tests.registry.plans import LY_SON, PROVINCE, START, activity, receipt, unit
from tests.seeded import run, seeds
from tests.stalls import Gate

SEEDS = seeds(5)
PAUSE = topology.LEASE_SECONDS + 3


@pytest.fixture(autouse=True)
def _few_partitions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topology, "PARTITIONS", 4)


def declared(name: str) -> DeclareActivity:
    about: dict[str, Any] = {"plan": PLAN, "unit": LY_SON}
    return DeclareActivity(**about, activity=activity(name))


async def founded() -> World:
    """Two replicas; the second has LY_SON's partition, the first that of its heir."""
    assert topology.partition(LY_SON) % 2 == 1
    assert topology.partition(HEIR) % 2 == 0
    world, random = World(), Random(1)
    play = Campaign(world, random, ["r0", "r1"])
    play.mend()
    for sent in [*founding(random), *turns(random)]:
        await play.send(sent)
        await world.settled()
    await asyncio.sleep((MERGED_ON - START.date()).days / DAYS_A_SECOND + 1)
    await world.send(LY_SON, declared("first"), "c-first")
    await world.settled()
    return world


def pause_before_append(world: World) -> Gate:
    """Let the second replica stand still from before its next append."""
    gate = world.replicas["r1"].gate
    gate.stalls["before append", gate.passed["before append"] + 1] = PAUSE, True
    return gate


async def held_up(gate: Gate) -> None:
    async with asyncio.timeout(5):
        while not gate.held_up:
            await asyncio.sleep(0.01)


def test_a_late_owner_that_lost_the_race_says_nothing() -> None:
    """Its successor has answered; what it still has in hand it neither answers nor lets go."""

    async def check() -> None:
        world = await founded()
        gate = pause_before_append(world)
        one = await world.send(LY_SON, declared("a"), "c-one")
        await held_up(gate)
        two = await world.send(LY_SON, declared("b"), "c-two")
        said = gate.passed["before put"]
        await world.settled()
        await asyncio.sleep(PAUSE)
        assert gate.passed["before put"] == said
        assert {world.verdicts()[number].outcome for number in (one, two)} == {"accepted"}
        world.end()

    for seed in SEEDS:
        run(seed, check())


def test_a_late_owner_cannot_append_what_its_successor_refused() -> None:
    """The first decision after a take-over is appended even where it has no facts: a heir that is
    none any more was refused, and stays so.
    """

    async def check() -> None:
        world = await founded()
        gate = pause_before_append(world)
        number = await world.send(HEIR, declared("a"), "c-heir")
        await held_up(gate)
        no_heir = unit(HEIR, PROVINCE, valid_from=MERGED_ON)
        await world.send("operator", RecordUnit(record=no_heir), "c-no-heir")
        await world.settled()
        await asyncio.sleep(PAUSE)
        assert world.verdicts()[number].outcome == "refused"
        facts = [receipt for _, _, receipt in receipts(await world.history())]
        assert [one.sequence for one in facts].count(number) == 1, "its answer, and nothing else"
        world.end()

    for seed in SEEDS:
        run(seed, check())


def test_an_owner_that_loses_a_race_asks_whether_the_partition_is_still_its_own() -> None:
    """It need not have noticed yet by its pulls and beats: nothing is answered after a conflict
    whose lease is another's.
    """

    async def check() -> None:
        world = await founded()
        world.end()
        number = topology.partition(LY_SON)
        for durable in await world.queue.durables():
            await world.queue.delete(durable)
        await asyncio.sleep(topology.LEASE_SECONDS)
        gate = Gate({("before append", 1): (PAUSE, False)})
        owned = await taken(world, number)
        working = asyncio.create_task(world.registry(gate).work(owned))
        await world.send(LY_SON, declared("a"), "c-one")
        await held_up(gate)
        assert await world.leases().take(f"partition.{number}", "another") is None
        await asyncio.sleep(topology.LEASE_SECONDS)
        assert await world.leases().take(f"partition.{number}", "another")
        await append_something(world)
        await asyncio.wait([working])
        assert owned.lost
        assert "before put" not in gate.passed
        assert world.server.commands.records

    for seed in SEEDS:
        run(seed, check())


async def taken(world: World, number: int) -> OwnedPartition:
    """A partition under a lease that nobody renews."""
    leases, key = world.leases(), f"partition.{number}"
    revision = await leases.take(key, "one")
    assert revision
    durable = topology.decider(number, revision)
    await world.queue.create(durable, number)
    return OwnedPartition(world.queue.pull(durable), leases, key, Lease("one", revision))


async def append_something(world: World) -> None:
    """As another owner: the answer to a command that nobody sent."""
    subject = topology.unit_facts(PLAN, LY_SON)
    last = await world.log.last(subject)
    assert last
    answer = CommandAnswered(receipt=receipt(0), outcome="unchanged")
    await world.log.append(
        subject, [encode(wrap(answer, id="x", source="urn:test"))], last.sequence
    )
