"""Records of units are checked against each other, whichever replica decides about each."""

import pytest

from contracts import topology
from contracts.commands import RecordUnit
from contracts.verdicts import Outcome
from tests.registry.application.world import World
from tests.registry.plans import unit
from tests.seeded import run, seeds

SEEDS = seeds(10)
ONE, TWO = "xa-moi", "xa-hai"


@pytest.fixture(autouse=True)
def _few_partitions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topology, "PARTITIONS", 4)


def test_a_record_is_decided_on_what_another_replica_recorded() -> None:
    """A circle that was opened elsewhere a moment ago is none any more."""
    assert topology.partition(ONE) % 2 == 0
    assert topology.partition(TWO) % 2 == 1

    async def outcome(world: World, name: str, parent: str | None) -> Outcome:
        record = unit(name, parent)
        number = await world.send("operator", RecordUnit(record=record), f"{name}-{parent}")
        await world.settled()
        return world.verdicts()[number].outcome

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
