"""Members share the partitions: nobody decides late, nothing is lost, nobody waits for long.

Each test runs under many seeds: the order of all steps, the stalls and the kills are the seed's.
"""

import asyncio
from random import Random

import pytest

from contracts import topology
from tests.runtime.memory.members import Group, group
from tests.seeded import run, seeds
from tests.stalls import POINTS, Gate, some_stalls

ABOUTS = [f"u{n}" for n in range(6)]
SEEDS = seeds(12)


@pytest.fixture(autouse=True)
def _few_partitions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topology, "PARTITIONS", 4)


async def trickle(found: Group, random: Random, seconds: float) -> None:
    """Commands about some units, about ten in a second."""
    end = asyncio.get_running_loop().time() + seconds
    while asyncio.get_running_loop().time() < end:
        await found.send(random.choice(ABOUTS))
        await asyncio.sleep(random.choice([0.0, 0.05, 0.2]))


async def check(found: Group) -> None:
    """Every command is written down once, behind those that came before it about the same unit.

    A late owner may write once more: about a unit whose history it reads only now, and then only
    what is next in its order anyway, since it has the first of all that wait in hand.
    """
    for about in ABOUTS:
        sent = sorted(n for n, (whom, _) in found.sent.items() if whom == about)
        assert await found.written(about) == sent


@pytest.mark.parametrize("members", [2, 3, 4])
@pytest.mark.parametrize("point", POINTS)
def test_a_member_that_stalls_anywhere_harms_nothing(point: str, members: int) -> None:
    """For longer than its lease or not, one call or all of it."""
    held_up = 0

    async def campaign(seed: int) -> None:
        nonlocal held_up
        random = Random(seed)
        gates = [Gate(some_stalls(random, (point,))) for _ in range(members - 1)]
        names = [f"m{n}" for n in range(members)]
        async with group(names, [*gates, Gate()]) as found:
            await trickle(found, random, 10)
            await found.settled(within=30)
            await check(found)
        held_up += sum(len(gate.held_up) for gate in gates)

    for seed in SEEDS:
        run(seed, campaign(seed))
    assert held_up > len(SEEDS) / 2


def test_a_group_with_kills_pauses_and_restarts_loses_nothing() -> None:
    """A restarted member of the same name is told apart from its former life by the lease."""

    async def campaign(seed: int) -> None:
        random = Random(seed)
        names = [f"m{n}" for n in range(random.randint(2, 4))]
        async with group(names) as found:
            sending = asyncio.create_task(trickle(found, random, 20))
            for _ in range(8):
                await asyncio.sleep(random.uniform(0, 3))
                name = random.choice(names)
                match random.choice(["kill", "leave", "freeze", "stall"]):
                    case "kill" if name in found.members:
                        found.kill(name)
                    case "leave" if name in found.members:
                        await found.leave(name)
                    case "freeze" if name in found.members:
                        found.members[name].gate.freeze(random.choice([1.0, 4.0]))
                    case _ if name not in found.members:
                        found.start(name, Gate(some_stalls(random)))
            await sending
            for name in names:
                if name not in found.members:
                    found.start(name)
            await found.settled(within=60)
            await check(found)

    for seed in SEEDS:
        run(seed, campaign(seed))


def test_the_partitions_are_dealt_out_evenly() -> None:
    """Each to one member; whoever joins or leaves, in less than a second."""

    async def campaign() -> None:
        async with group(["a", "b"]) as found:
            shares = []
            for change in (None, found.start, found.start, found.leave):
                if change == found.start:
                    found.start(f"c{len(found.members)}")
                elif change == found.leave:
                    await found.leave("a")
                await asyncio.sleep(1.0)
                assert found.owned() == [0, 1, 2, 3]
                shares.append([len(one.partitions.owned) for one in found.members.values()])
            assert shares == [[2, 2], [2, 1, 1], [1, 1, 1, 1], [2, 1, 1]]

    for seed in SEEDS:
        run(seed, campaign())


def test_a_group_in_peace_keeps_its_partitions() -> None:
    """Also after one came back under its name: nobody is taken for dead, nothing changes hands."""

    async def campaign() -> None:
        async with group(["a", "b", "c"]) as found:
            await asyncio.sleep(1.13)  # out of step with the others' beats
            found.kill("a")
            found.start("a")
            await asyncio.sleep(1)
            durables, leases = await found.queue.durables(), found.leases()
            keys = {f"member.{name}" for name in "abc"} | {f"partition.{n}" for n in range(4)}
            for _ in range(60):
                await asyncio.sleep(0.1)
                assert await found.queue.durables() == durables
                assert (await leases.current()).keys() == keys

    for seed in SEEDS:
        run(seed, campaign())


@pytest.mark.parametrize("how", ["join", "leave"])
def test_a_planned_hand_over_delays_no_command_by_a_second(how: str) -> None:
    """Whoever comes or goes: commands that arrive meanwhile are decided within 1 s."""

    async def campaign(seed: int) -> None:
        random = Random(seed)
        async with group(["a", "b", "c"]) as found:
            await asyncio.sleep(2)
            sending = asyncio.create_task(trickle(found, random, 4))
            await asyncio.sleep(random.uniform(1, 2))
            if how == "join":
                found.start("d")
            else:
                await found.leave("b")
            await sending
            await found.settled(within=10)
            await check(found)
            assert max(found.delays().values()) < 1.0

    for seed in SEEDS:
        run(seed, campaign(seed))


def test_a_dead_member_s_commands_are_decided_a_second_after_its_lease() -> None:
    """A crash delays what is about its units by LEASE_SECONDS and at most a second, others not."""

    async def campaign(seed: int) -> None:
        random = Random(seed)
        async with group(["a", "b", "c"]) as found:
            await asyncio.sleep(2)
            sending = asyncio.create_task(trickle(found, random, 6))
            await asyncio.sleep(random.uniform(1, 2))
            theirs = set(found.members["b"].partitions.owned)
            found.kill("b")
            await sending
            await found.settled(within=10)
            await check(found)
            for number, delay in found.delays().items():
                hit = topology.partition(found.sent[number][0]) in theirs
                assert delay < (topology.LEASE_SECONDS + 1.0 if hit else 1.0)

    for seed in SEEDS:
        run(seed, campaign(seed))
