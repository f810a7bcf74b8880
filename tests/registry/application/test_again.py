"""A command that is delivered again is answered as before, whatever was decided meanwhile."""

import asyncio
from random import Random
from typing import Any

import pytest

from contracts import topology
from contracts.commands import DeclareActivity, RecordUnit, WithdrawActivity
from tests.registry.application.campaign import PLAN, founding
from tests.registry.application.world import World, receipts, said
from tests.registry.plans import BA_TO, activity, unit
from tests.seeded import run, seeds

SEEDS = seeds(5)
ABOUT: dict[str, Any] = {"plan": PLAN, "unit": BA_TO}


def declared(title: str, name: str = "a") -> DeclareActivity:
    return DeclareActivity(**ABOUT, activity=activity(name, title=title))


async def answered(world: World, number: int, times: int) -> None:
    """Until a command's verdict was published so often."""

    def published() -> int:
        verdicts = [one for found in world.published.values() for one in found]
        return sum(verdict.command.sequence == number for verdict in verdicts)

    async with asyncio.timeout(2 * topology.DECIDE_ACK_WAIT.total_seconds()):
        while published() < times:
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("killed", [False, True], ids=["acknowledgement lost", "owner killed"])
@pytest.mark.parametrize(
    "first",
    [declared("Một"), WithdrawActivity(**ABOUT, activity="b")],
    ids=["unchanged", "refused"],
)
def test_an_answer_without_facts_stays_what_it_was(first: Any, *, killed: bool) -> None:
    """It stands in the log before what was decided after it, though it had no message of its own:
    decided anew it would undo what came later.
    """

    async def check() -> None:
        world = World()
        world.start("r0")
        for sent in founding(Random(1)):
            await world.send(*sent, "c")
        await world.send(BA_TO, declared("Một"), "c")
        await world.settled()
        gate = world.replicas["r0"].gate
        gate.lost.add(("acknowledge", gate.passed["before acknowledge"] + 1))
        number = await world.send(BA_TO, first, "c-first")
        await answered(world, number, 1)
        for command in (declared("Hai"), declared("Ba", "b")):
            await answered(world, await world.send(BA_TO, command, "c-later"), 1)
        if killed:
            world.kill("r0")
            world.start("r0")
        await answered(world, number, 2)
        await world.settled()
        [verdicts] = [v for v in world.published.values() if v[0].command.sequence == number]
        assert len(set(map(said, verdicts))) == 1
        history = [one for _, _, one in receipts(await world.history())]
        assert [one.sequence for one in history].count(number) == 1, "its answer"
        assert [one.order for one in history if one.sender == BA_TO] == sorted(
            one.order for one in history if one.sender == BA_TO
        )
        world.end()

    for seed in SEEDS:
        run(seed, check())


def test_a_refusal_is_not_worded_anew_when_its_reason_goes() -> None:
    """The sender was unknown, and is recorded before its command comes again."""
    stranger = "huyen-ma"

    async def check() -> None:
        world = World()
        world.start("r0")
        for sent in founding(Random(1)):
            await world.send(*sent, "c")
        await world.send(BA_TO, declared("Một"), "c")
        await world.settled()
        gate = world.replicas["r0"].gate
        gate.lost.add(("acknowledge", gate.passed["before acknowledge"] + 1))
        number = await world.send(stranger, declared("Hai"), "c-stranger")
        await answered(world, number, 1)
        await world.send("operator", RecordUnit(record=unit(stranger)), "c-record")
        await answered(world, number, 2)
        await world.settled()
        [verdicts] = [v for v in world.published.values() if v[0].command.sequence == number]
        assert [[found.code for found in one.findings] for one in verdicts] == [
            ["unknown-unit"],
            ["unknown-unit"],
        ]
        world.end()

    for seed in SEEDS:
        run(seed, check())
