"""A command whose acknowledgement got lost is not decided anew, and holds nobody up for long."""

import asyncio
from random import Random
from typing import Any

import pytest

from contracts import topology
from contracts.commands import DeclareActivity, RecordUnit, SubmitReport, WithdrawActivity
from tests.registry.application.campaign import PLAN, Sent, founding
from tests.registry.application.world import World, receipts, said
from tests.registry.plans import BA_TO, LY_SON, activity, report, unit
from tests.seeded import run, seeds
from tests.stalls import Gate

SEEDS = seeds(5)
ABOUT: dict[str, Any] = {"plan": PLAN, "unit": BA_TO}
STRANGER = "huyen-ma"


def declared(title: str, name: str = "a") -> DeclareActivity:
    return DeclareActivity(**ABOUT, activity=activity(name, title=title))


async def answered(world: World, number: int, times: int = 1) -> None:
    """Until a command's verdict was published so often."""

    def published() -> int:
        verdicts = [one for found in world.published.values() for one in found]
        return sum(verdict.command.sequence == number for verdict in verdicts)

    async with asyncio.timeout(2 * topology.DECIDE_ACK_WAIT.total_seconds()):
        while published() < times:
            await asyncio.sleep(0.05)


async def sent_and_lost(world: World, sent: Sent) -> int:
    """A command that is answered, and whose acknowledgement never arrives."""
    gate = world.replicas["r0"].gate
    gate.lost.add(("acknowledge", gate.passed["before acknowledge"] + 1))
    number = await world.send(*sent, "c-lost")
    await answered(world, number)
    return number


async def founded() -> World:
    world = World()
    world.start("r0")
    for sent in founding(Random(1)):
        await world.send(*sent, "c")
    await world.send(BA_TO, declared("Một"), "c")
    await world.settled()
    return world


CASES = {
    "unchanged": (BA_TO, declared("Một")),
    "refused": (BA_TO, WithdrawActivity(**ABOUT, activity="b")),
    "refused to a stranger": (STRANGER, declared("Hai")),
}


@pytest.mark.parametrize("killed", [False, True], ids=["the same owner", "another owner"])
@pytest.mark.parametrize("sent", CASES.values(), ids=CASES)
def test_an_answer_without_facts_stays_what_it_was(sent: Sent, *, killed: bool) -> None:
    """The same owner lets it go without a word; another finds its answer in the history, before
    what was decided later. Decided anew, it would undo that.
    """

    async def check() -> None:
        world = await founded()
        number = await sent_and_lost(world, sent)
        record = RecordUnit(record=unit(STRANGER))
        await answered(world, await world.send("operator", record, "c-record"))
        for command in (declared("Hai"), declared("Ba", "b")):
            await answered(world, await world.send(BA_TO, command, "c-later"))
        if killed:
            world.kill("r0")
            world.start("r0")
        await world.settled(within=2 * topology.DECIDE_ACK_WAIT.total_seconds())
        [verdicts] = [v for v in world.published.values() if v[0].command.sequence == number]
        assert len(verdicts) == (2 if killed else 1)
        assert len(set(map(said, verdicts))) == 1
        history = [
            receipt
            for subject, _, receipt in receipts(await world.history())
            if subject == topology.unit_facts(PLAN, BA_TO)
        ]
        assert [one.sequence for one in history].count(number) == 1, "its answer"
        assert history == sorted(history, key=lambda one: one.order)
        world.end()

    for seed in SEEDS:
        run(seed, check())


def test_a_record_whose_acknowledgement_got_lost_holds_up_nothing_for_long() -> None:
    """What waits for older records waits until it comes again, and is not refused for it; nor does
    it come to stand behind what waits for it.
    """

    async def check() -> None:
        world = World()
        world.start("r0", Gate(lost={("acknowledge", number) for number in range(1, 7)}))
        *records, published = founding(Random(1))
        for sent in records:
            await world.send(*sent, "c")
        while len(world.published) < len(records):
            await asyncio.sleep(0.05)
        await world.send(*published, "c")
        waiting = SubmitReport(plan=PLAN, unit=LY_SON, report=report())
        number = await world.send(LY_SON, waiting, "c")
        await world.settled(within=topology.DECIDE_ACK_WAIT.total_seconds() + 2)
        assert world.verdicts()[number].outcome == "accepted"
        world.end()

    for seed in SEEDS:
        run(seed, check())
