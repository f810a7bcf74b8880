"""One partition and its owners, at the moments that random troubles meet only by luck."""

import asyncio

import pytest

from contracts import topology
from runtime.owned import OwnedPartition
from runtime.ports import Lease
from tests.runtime.memory.members import Group, group
from tests.seeded import run, seeds
from tests.stalls import Gate

SEEDS = seeds(10)
ABOUT = "u1"


@pytest.fixture(autouse=True)
def _one_partition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topology, "PARTITIONS", 1)


async def held(found: Group, gate: Gate | None = None) -> tuple[OwnedPartition, str]:
    """The partition under a lease of "a" that nobody renews but the test; and its durable."""
    leases = found.leases()
    revision = await leases.take("partition.0", "a")
    assert revision
    durable = topology.decider(0, revision)
    await found.queue.create(durable, 0)
    puller = (gate or Gate()).through(found.queue.pull(durable))
    return OwnedPartition(puller, leases, "partition.0", Lease("a", revision)), durable


async def delay_now(found: Group) -> float:
    """How long a command sent now takes."""
    number = await found.send(ABOUT)
    await found.settled(within=30)
    return found.delays()[number]


def test_an_owner_whose_lease_is_another_s_is_lost_at_once() -> None:
    """Asked after a conflict, it says so: it takes nothing more, and acknowledges nothing."""

    async def campaign() -> None:
        found = Group()
        owned, _ = await held(found)
        others = found.leases()
        assert await owned.confirm()
        await found.send(ABOUT)
        [item] = await owned.take(1)
        await asyncio.sleep(topology.LEASE_SECONDS)
        assert await others.take("partition.0", "b")
        assert not await owned.confirm()
        assert owned.lost
        assert await owned.take(1) == []
        await owned.acknowledge(item)
        assert found.server.commands.records
        await owned.end()
        assert (await others.current())["partition.0"].holder == "b"

    for seed in SEEDS:
        run(seed, campaign())


def test_an_owner_whose_durable_is_gone_is_lost() -> None:
    """Whoever took the partition has deleted it; nothing that is in hand may be answered."""

    async def campaign() -> None:
        found = Group()
        owned, durable = await held(found)
        await found.queue.delete(durable)
        assert await owned.take(1) == []
        assert owned.lost

    for seed in SEEDS:
        run(seed, campaign())


def test_what_is_in_hand_is_kept_and_not_given_twice() -> None:
    """However long it waits for something, longer than its acknowledgement time too."""

    async def campaign() -> None:
        found = Group()
        owned, durable = await held(found)
        keeping = asyncio.create_task(owned.keep())
        first = await found.send(ABOUT)
        assert [item.sequence for item in await owned.take(5)] == [first]
        await asyncio.sleep(10 * topology.DECIDE_ACK_WAIT.total_seconds())
        second = await found.send(ABOUT)
        assert [item.sequence for item in await owned.take(5)] == [second]
        pending = found.server.commands.durables[durable].pending
        assert [pending[number].deliveries for number in (first, second)] == [1, 1]
        keeping.cancel()
        await asyncio.sleep(2 * topology.DECIDE_ACK_WAIT.total_seconds())
        third = await found.send(ABOUT)
        assert [item.sequence for item in await owned.take(5)] == [third]
        assert pending[first].deliveries == 2

    for seed in SEEDS:
        run(seed, campaign())


def test_a_lost_acknowledgement_is_said_again() -> None:
    """The command comes again, and is let go at once: it would stand behind what waits for it."""

    async def campaign() -> None:
        found, gate = Group(), Gate(lost={("acknowledge", 1), ("acknowledge", 3)})
        owned, _ = await held(found, gate)
        numbers = [await found.send(ABOUT) for _ in range(2)]
        for item in await owned.take(5):
            await owned.acknowledge(item)
        assert list(found.server.commands.records) == numbers[:1]
        taking = asyncio.create_task(owned.take(5))
        await asyncio.sleep(3 * topology.DECIDE_ACK_WAIT.total_seconds())
        assert not taking.done()
        assert not found.server.commands.records
        later = await found.send(ABOUT)
        assert [item.sequence for item in await taking] == [later]

    for seed in SEEDS:
        run(seed, campaign())


def test_whoever_wakes_late_leaves_its_successor_s_durable_alone() -> None:
    """It took the lease, and was held up before it looked; another has it by now."""

    async def campaign() -> None:
        async with group(["b"], [Gate({("before durables", 1): (4.0, True)})]) as found:
            await asyncio.sleep(0.1)
            found.start("a")
            await asyncio.sleep(topology.LEASE_SECONDS + 0.7)
            [theirs] = await found.queue.durables()
            await asyncio.sleep(3)
            assert await found.queue.durables() == [theirs]
            assert found.members["a"].partitions.owned == [0]

    for seed in SEEDS:
        run(seed, campaign())


def test_a_member_that_comes_back_under_its_name_need_not_wait() -> None:
    """The leases of its former life are its own; it works at once, under a new durable."""

    async def campaign() -> None:
        async with group(["a"]) as found:
            assert await delay_now(found) < 1.0
            [former] = await found.queue.durables()
            found.kill("a")
            found.start("a")
            assert await delay_now(found) < 1.0
            assert await found.queue.durables() != [former]

    for seed in SEEDS:
        run(seed, campaign())


@pytest.mark.parametrize("point", ["before create", "after create", "after take"])
def test_whoever_leaves_while_it_takes_a_partition_gives_it_up(point: str) -> None:
    """It ends, and the next one need not wait for its lease to end."""

    async def campaign() -> None:
        async with group(["a"], [Gate({(point, 1): (1.0, False)})]) as found:
            await asyncio.sleep(0.5)
            found.start("b")
            async with asyncio.timeout(1.5):
                await found.leave("a")
            assert await delay_now(found) < 1.0

    for seed in SEEDS:
        run(seed, campaign())


@pytest.mark.parametrize("number", [3, 4])
def test_whoever_leaves_in_the_middle_of_a_beat_gives_up_what_it_renews(number: int) -> None:
    """Its own key or the partition's: the renewal is on its way, by a revision not known yet."""

    async def campaign() -> None:
        gate = Gate({("after renew", number): (0.2, False)})
        async with group(["a"], [gate]) as found:
            await asyncio.sleep(0.1)
            found.start("b")
            while not gate.held_up:
                await asyncio.sleep(0.01)
            await found.leave("a")
            assert await delay_now(found) < 1.0

    for seed in SEEDS:
        run(seed, campaign())
