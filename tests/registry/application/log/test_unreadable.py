"""A record of our own log that cannot be read: what it blocks waits, and nothing else."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from contracts import topology
from contracts.commands import DeclareActivity, PublishPlan, RecordUnit
from contracts.topology import OPERATOR
from runtime.memory.log import MemoryLog
from tests.registry.application.loop.founded import PLAN, answered, declare, founded
from tests.registry.application.world import World
from tests.registry.plans import BA_TO, LY_SON, PROVINCE, activity, plan, unit
from tests.runtime.specification.quarantine import GARBAGE, quarantine
from tests.seeded import run, seeds

SEEDS = seeds(3)
HISTORY = topology.unit_facts(PLAN, BA_TO)
FOR_EVER = 200.0
"""Seconds of the loop: longer than a command waits for anything else."""
STRANGER = "huyen-moi"


@pytest.fixture(autouse=True)
def _few_partitions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topology, "PARTITIONS", 4)


def under_seeds(check: Callable[[], Coroutine[Any, Any, None]]) -> None:
    for seed in SEEDS:
        run(seed, check())


def spoil(world: World, subject: str, data: bytes = b"\0") -> int:
    """As somebody with too many rights would, or a newer version; its sequence."""
    return world.server.events.store(subject, data, {})


async def mend(world: World, sequence: int, subject: str) -> None:
    await quarantine(MemoryLog(world.server), sequence, subject)


async def outcome(world: World, number: int) -> str:
    return (await answered(world, number, within=30)).outcome


async def waits(world: World, *numbers: int) -> None:
    """None of the commands is answered, or buried, however long."""
    await asyncio.sleep(FOR_EVER)
    assert not world.verdicts().keys() & {*numbers}
    assert not world.server.streams[topology.DEAD_LETTERS.name].records


@pytest.mark.parametrize("garbage", GARBAGE)
def test_commands_about_a_history_that_cannot_be_read_wait_and_are_then_decided(
    garbage: bytes,
) -> None:
    """In their order, also those that are refused for reasons of their own; neighbours go on."""

    async def check() -> None:
        world = await founded("one", "other")
        await answered(world, await declare(world, "hd-1"), within=5)
        sequence = spoil(world, HISTORY, garbage)
        world.kill("one")  # whoever has it next reads the history
        world.kill("other")
        world.start("next")
        command = DeclareActivity(plan=PLAN, unit=BA_TO, activity=activity("hd-2"))
        blocked = [await world.send(BA_TO, command, "a"), await world.send(LY_SON, command, "b")]
        free = await declare(world, "hd-1", LY_SON)
        assert await outcome(world, free) == "accepted"
        await waits(world, *blocked)
        await mend(world, sequence, HISTORY)
        assert [await outcome(world, one) for one in blocked] == ["accepted", "refused"]
        stored = await world.log.read(HISTORY)
        assert [one.standing for one in stored if one.sequence == sequence] == ["quarantined"]
        assert stored[-1].previous == sequence
        world.end()

    under_seeds(check)


def test_commands_about_a_plan_that_cannot_be_read_wait_and_other_plans_go_on() -> None:
    """A plan that nobody can read is not a plan that nobody published."""

    async def check() -> None:
        world = await founded()
        sequence = spoil(world, topology.plan_facts("other"))
        theirs = {"plan": "other", "unit": BA_TO, "activity": activity("hd-1")}
        blocked = await world.send(BA_TO, DeclareActivity(**theirs), "blocked")
        unknown = DeclareActivity(plan="typo", unit=LY_SON, activity=activity("hd-1"))
        assert await outcome(world, await world.send(LY_SON, unknown, "typo")) == "refused"
        assert await outcome(world, await declare(world, "hd-1", LY_SON)) == "accepted"
        await waits(world, blocked)
        await mend(world, sequence, topology.plan_facts("other"))
        found = await answered(world, blocked, within=30)
        assert [one.code for one in found.findings] == ["unknown-plan"]
        world.end()

    under_seeds(check)


def test_one_unit_that_cannot_be_read_in_the_directory_stops_nobody() -> None:
    """Its own older record holds meanwhile, its commands are accepted, plans are published, units
    recorded, and whoever has made a mistake is told.
    """

    async def check() -> None:
        world = await founded(published=False)
        spoil(world, topology.directory_facts(BA_TO))
        await asyncio.sleep(2)
        published = await world.send(PROVINCE, PublishPlan(plan=plan()), "publish")
        assert await outcome(world, published) == "accepted"
        assert await outcome(world, await declare(world, "hd-1", BA_TO)) == "accepted"
        assert await outcome(world, await declare(world, "hd-1", LY_SON)) == "accepted"
        foreign = DeclareActivity(plan="typo", unit=LY_SON, activity=activity("hd-9"))
        assert await outcome(world, await world.send(LY_SON, foreign, "x")) == "refused"
        again = RecordUnit(record=unit("xa-moi", BA_TO))
        assert await outcome(world, await world.send(OPERATOR, again, "again")) != "refused"
        world.end()

    under_seeds(check)


def test_nothing_is_refused_because_a_unit_s_first_record_cannot_be_read() -> None:
    """Whether it is known cannot be said; once it can, the answer is what it then is."""

    async def check() -> None:
        world = await founded()
        subject = topology.directory_facts(STRANGER)
        sequence = spoil(world, subject)
        await asyncio.sleep(2)
        blocked = await world.send(STRANGER, by_stranger(), "blocked")
        await waits(world, blocked)
        await mend(world, sequence, subject)
        found = await answered(world, blocked, within=30)
        assert [one.code for one in found.findings] == ["unknown-unit"]
        world.end()

    under_seeds(check)


def test_a_unit_s_later_record_takes_the_place_of_one_that_cannot_be_read() -> None:
    """Of two records the later holds, whatever the earlier one said."""

    async def check() -> None:
        world = await founded()
        spoil(world, topology.directory_facts(STRANGER))
        await asyncio.sleep(2)
        recorded = await world.send(OPERATOR, RecordUnit(record=unit(STRANGER)), "recorded")
        assert await outcome(world, recorded) == "accepted"
        found = await answered(world, await world.send(STRANGER, by_stranger(), "x"), within=30)
        assert [one.code for one in found.findings] == ["not-a-participant"]
        world.end()

    under_seeds(check)


def by_stranger() -> DeclareActivity:
    return DeclareActivity(plan=PLAN, unit=STRANGER, activity=activity("hd-1"))
