"""Records of units are checked against each other, whichever replica decides about each."""

import pytest

from contracts import topology
from contracts.commands import RecordUnit, WithdrawActivity
from contracts.verdicts import Outcome
from tests.registry.application.world import World
from tests.registry.plans import LY_SON, unit
from tests.seeded import run, seeds

SEEDS = seeds(10)
ONE, TWO = "xa-moi", "xa-hai"


@pytest.fixture(autouse=True)
def _few_partitions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topology, "PARTITIONS", 4)


async def outcome(world: World, name: str, parent: str | None) -> Outcome:
    record = unit(name, parent)
    number = await world.send("operator", RecordUnit(record=record), f"{name}-{parent}")
    await world.settled()
    return world.verdicts()[number].outcome


def test_a_record_is_decided_on_what_another_replica_recorded() -> None:
    """A circle that was opened elsewhere a moment ago is none any more."""
    assert topology.partition(ONE) % 2 == 0
    assert topology.partition(TWO) % 2 == 1

    async def check() -> None:
        world = World()
        world.start("r0")
        world.start("r1")
        assert await outcome(world, ONE, None) == "accepted"
        assert await outcome(world, TWO, ONE) == "accepted"
        assert await outcome(world, ONE, TWO) == "refused"
        assert await outcome(world, TWO, None) == "accepted"
        assert await outcome(world, ONE, TWO) == "accepted"
        assert await outcome(world, TWO, ONE) == "refused"
        world.end()

    for seed in SEEDS:
        run(seed, check())


def test_a_refusal_is_never_for_want_of_what_another_replica_just_recorded() -> None:
    """The directory is believed for a second; not where a command would be refused by it."""
    assert topology.partition(LY_SON) % 2 == 1

    async def codes(world: World) -> list[str]:
        command = WithdrawActivity(plan="cds-2022", unit=LY_SON, activity="a")
        number = await world.send(ONE, command, "c")
        await world.settled()
        return [found.code for found in world.verdicts()[number].findings]

    async def check() -> None:
        world = World()
        world.start("r0")
        world.start("r1")
        assert await outcome(world, TWO, None) == "accepted"
        assert await codes(world) == ["unknown-unit"]
        assert await outcome(world, ONE, None) == "accepted"
        assert await codes(world) == ["unknown-plan"]
        world.end()

    for seed in SEEDS:
        run(seed, check())
