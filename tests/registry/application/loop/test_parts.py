"""What a unit may know is told once its part follows a revision, whatever dies or stalls."""

import asyncio
from random import Random

import pytest

from contracts import topology
from contracts.envelope import decode
from contracts.parts import PARTS, PartTold
from runtime.failure import Unavailable
from runtime.memory.publish import MemoryLatest
from services.registry.application.memory import Memory
from services.registry.application.parts.telling import Telling
from tests.registry.application.loop.founded import PLAN, answered, declare, founded
from tests.registry.application.world import CACHE_BYTES, World
from tests.registry.plans import BA_TO, LY_SON, OFFICE, PRESS, PROVINCE, amending, plan
from tests.seeded import run, seeds
from tests.stalls import Gate, some_stalls

SEEDS = seeds(5)
PAUSE = topology.LEASE_SECONDS + 3
NAMED = {BA_TO, LY_SON, PRESS}


@pytest.fixture(autouse=True)
def _few_partitions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topology, "PARTITIONS", 4)


def told(world: World) -> dict[str, PartTold]:
    """The parts that stand on the stream, by unit."""
    records = world.server.streams[topology.PARTS.name].records.values()
    parts = [decode(record.data, PARTS).data for record in records]
    found = {part.unit: part for part in parts if isinstance(part, PartTold)}
    assert len(found) == len(parts), "one message a unit"
    return found


def revisions(world: World) -> dict[str, int]:
    return {unit: part.revision for unit, part in told(world).items()}


async def amend(world: World, title: str) -> None:
    await world.send(OFFICE, amending(plan(title=title), "Đổi tên"), title)


def test_publication_and_amendment_are_told_to_every_unit_that_the_plan_names() -> None:
    async def check() -> None:
        world = await founded()
        assert revisions(world) == dict.fromkeys(NAMED, 1)
        await amend(world, "Lần hai")
        await world.settled()
        assert revisions(world) == dict.fromkeys(NAMED, 2)
        assert {part.plan.title for part in told(world).values()} == {"Lần hai"}
        world.end()

    run(1, check())


def test_a_part_that_cannot_be_read_is_told_anew() -> None:
    """By whoever has the partition next; the commands about the unit go on."""

    async def check() -> None:
        world = await founded()
        parts = MemoryLatest(world.server, topology.PARTS)
        mine = topology.part(PLAN, BA_TO)
        held = await parts.find(mine)
        await parts.replace(mine, b"?", held.sequence if held else 0)
        await amend(world, "Lần hai")
        await world.settled()
        assert revisions(world) == dict.fromkeys(NAMED, 2)
        await answered(world, await declare(world, "hd-1"), within=5)
        world.end()

    run(1, check())


def test_whatever_opens_a_part_first_tells_of_it() -> None:
    """A command may come before the registry's own."""

    async def check() -> None:
        world = await founded(opening=False)
        assert not told(world)
        number = await declare(world, "hd-1")
        await answered(world, number, within=5)
        assert revisions(world) == {BA_TO: 1}
        world.end()

    run(1, check())


@pytest.mark.parametrize("point", ["after append", "before replace", "after replace"])
def test_a_part_that_was_not_told_before_a_kill_is_told_by_the_next_owner(point: str) -> None:
    """The command is not let go before its unit's part is told, so it comes again."""

    async def check() -> None:
        world = await founded("r", "s")
        for replica in world.replicas.values():
            passed = replica.gate.passed
            replica.gate.ends = {(point, passed.get(point, 0) + n) for n in (1, 2)}
        await amend(world, "Lần hai")
        await asyncio.sleep(PAUSE)
        for name in [n for n, one in world.replicas.items() if one.gate.dead]:
            world.kill(name)
        assert len(world.replicas) < 2
        world.start("t")
        await world.settled()
        assert revisions(world) == dict.fromkeys(NAMED, 2)
        world.end()

    for seed in SEEDS:
        run(seed, check())


def test_a_part_that_is_missing_is_told_again_with_the_next_command_of_another_owner() -> None:
    """As where the stream was lost, or an older one was restored."""

    async def check() -> None:
        world = await founded()
        stream = world.server.streams[topology.PARTS.name]
        for sequence in list(stream.records):
            stream.delete(sequence)
        world.kill("r")
        world.start("s")
        await declare(world, "hd-1")
        await world.settled()
        assert revisions(world) == {BA_TO: 1}
        world.end()

    for seed in SEEDS:
        run(seed, check())


def test_a_late_owner_does_not_bring_back_an_older_revision() -> None:
    """It stood still just before it told of one; meanwhile another told of the next."""

    async def check() -> None:
        world = await founded()
        gate = Gate()
        world.start("late", gate)
        await asyncio.sleep(2)
        await world.leave("r")
        gate.stalls["before replace", gate.passed.get("before replace", 0) + 1] = PAUSE, True
        await amend(world, "Lần hai")
        while not gate.held_up:
            await asyncio.sleep(0.01)
        world.start("next")
        await amend(world, "Lần ba")
        await world.settled()
        assert revisions(world) == dict.fromkeys(NAMED, 3)
        await asyncio.sleep(PAUSE)
        assert revisions(world) == dict.fromkeys(NAMED, 3)
        world.end()

    for seed in SEEDS:
        run(seed, check())


def test_what_was_published_later_stays() -> None:
    """Whoever comes too late looks again, and has nothing to tell."""

    async def check() -> None:
        world = await founded()
        memory, subject = Memory(world.log, CACHE_BYTES), topology.unit_facts(PLAN, BA_TO)
        before = (await memory.parts.newest(subject)).state.state
        await amend(world, "Lần hai")
        await world.settled()
        late = Telling(memory, MemoryLatest(world.server, topology.PARTS))
        await late.tell(PLAN, BA_TO, before)
        assert (before.revision, revisions(world)[BA_TO]) == (1, 2)
        world.end()

    for seed in SEEDS:
        run(seed, check())


def test_a_stream_of_parts_that_is_away_is_waited_for() -> None:
    """What was decided stands; it is answered once the part is told."""

    async def check() -> None:
        world = await founded()
        away = [Unavailable("away") for _ in range(5)]
        replace = MemoryLatest.replace

        async def failing(self: MemoryLatest, subject: str, data: bytes, expected: int) -> int:
            if away:
                raise away.pop()
            return await replace(self, subject, data, expected)

        MemoryLatest.replace = failing  # type: ignore[method-assign]
        try:
            await amend(world, "Lần hai")
            await world.settled()
        finally:
            MemoryLatest.replace = replace  # type: ignore[method-assign]
        assert not away
        assert revisions(world) == dict.fromkeys(NAMED, 2)
        world.end()

    for seed in SEEDS:
        run(seed, check())


def test_under_random_stalls_and_deaths_every_part_is_told_of_the_newest_revision() -> None:
    points = ("before replace", "after replace", "before find", "after append", "before append")

    async def check(random: Random) -> None:
        world = await founded("a", "b")
        for number in range(2, 6):
            for name, replica in list(world.replicas.items()):
                if replica.gate.dead:
                    world.kill(name)
            for name in ("a", "b"):
                if name not in world.replicas:
                    ends = {(random.choice(points), random.randint(1, 6))}
                    world.start(name, Gate(some_stalls(random, points), ends))
            world.replicas["a"].gate.ends.add((random.choice(points), random.randint(1, 40)))
            await amend(world, f"Lần {number}")
            await asyncio.sleep(random.uniform(0, 4))
        world.start("well")
        await world.settled(within=300)
        assert revisions(world) == dict.fromkeys(NAMED, 5)
        world.end()

    for seed in SEEDS:
        run(seed, check(Random(seed)))


def test_an_office_that_the_plan_gives_nothing_is_told_nothing() -> None:
    async def check() -> None:
        world = await founded()
        assert not {PROVINCE, OFFICE} & told(world).keys()
        world.end()

    run(1, check())
