"""Servers that are away, commands that cannot be handled, and what becomes of those beside them."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import pytest

from contracts import topology
from contracts.commands import SubmitReport
from contracts.envelope import encode, wrap
from runtime.failure import Unavailable
from runtime.memory.log import MemoryLog
from tests.registry.application.loop.founded import PLAN, Appends, answered, declare, founded
from tests.registry.application.world import World
from tests.registry.plans import BA_TO, LY_SON, report
from tests.seeded import run, seeds
from tests.stalls import Gate

SEEDS = seeds(5)
HISTORY = topology.unit_facts(PLAN, BA_TO)


@pytest.fixture(autouse=True)
def _few_partitions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topology, "PARTITIONS", 4)


def under_seeds(check: Callable[[], Coroutine[Any, Any, None]]) -> None:
    for seed in SEEDS:
        run(seed, check())


def failing(world: World, fails: Callable[[bytes], Exception | None]) -> None:
    """Appends to the unit's history fail, by what they hold."""

    async def before(subject: str, events: Sequence[bytes]) -> None:
        error = fails(b"".join(events)) if subject == HISTORY else None
        if error is not None:
            raise error

    assert isinstance(world.log, Appends)
    world.log.before = before


def letters(world: World) -> int:
    return len(world.server.streams[topology.DEAD_LETTERS.name].records)


def test_a_command_that_cannot_be_handled_is_buried_alone() -> None:
    """Those that were decided together with it are found not to be to blame."""

    async def check() -> None:
        world = await founded()
        failing(world, lambda said: KeyError("x") if b"poison" in said else None)
        numbers = [await declare(world, name) for name in ("hd-1", "poison", "hd-2", "hd-3")]
        neighbour = await declare(world, "hd-1", LY_SON)
        assert (await answered(world, neighbour, within=2)).outcome == "accepted"
        await world.settled()
        verdicts = world.verdicts()
        assert [number in verdicts for number in numbers] == [True, False, True, True]
        assert letters(world) == 1
        world.end()

    under_seeds(check)


def test_a_log_that_is_away_is_waited_for_and_counts_towards_nothing() -> None:
    """Otherwise the first real fault after an outage would bury the command."""

    async def check() -> None:
        world = await founded()
        errors: list[Exception] = [*(Unavailable("away") for _ in range(9)), KeyError("once")]
        failing(world, lambda _: errors.pop(0) if errors else None)
        number = await declare(world, "hd-1")
        verdict = await answered(world, number, within=300)
        assert verdict.outcome == "accepted"
        assert not errors
        assert not letters(world)
        world.end()

    under_seeds(check)


def test_a_command_that_nobody_can_read_is_answered_in_its_turn() -> None:
    async def check() -> None:
        world = await founded()
        first = await declare(world, "hd-1")
        subject = topology.command(BA_TO, "system", "declare-activity", BA_TO)
        broken = await world.queue.send(subject, b'{"id": "mine"')
        second = await declare(world, "hd-2")
        await world.settled()
        verdicts = world.verdicts()
        outcomes = [verdicts[number].outcome for number in (first, broken, second)]
        assert outcomes == ["accepted", "refused", "accepted"]
        assert verdicts[broken].command.subject == subject
        world.end()

    under_seeds(check)


def test_a_decision_too_large_for_a_message_is_refused_and_one_that_fits_has_its_own() -> None:
    async def check() -> None:
        world = await founded()
        assert isinstance(world.log, Appends)
        await world.leave("r")
        world.log = MemoryLog(world.server, most_bytes=6_000)  # type: ignore[assignment]
        world.start("small")
        words = [("a" * 1_500, "accepted"), ("b" * 1_500, "accepted"), ("c" * 3_900, "refused")]
        sent = {await submit(world, text): outcome for text, outcome in words}
        await world.settled()
        assert {number: world.verdicts()[number].outcome for number in sent} == sent
        refused = world.verdicts()[max(sent)].findings
        assert [found.code for found in refused] == ["decision-too-large"]
        assert len(await world.log.read(HISTORY)) >= 3
        world.end()

    under_seeds(check)


def test_an_append_that_is_not_answered_holds_up_its_own_unit_alone() -> None:
    async def check() -> None:
        world = await founded()
        hanging = asyncio.Event()

        async def before(subject: str, events: Sequence[bytes]) -> None:
            if subject == HISTORY:
                await hanging.wait()

        assert isinstance(world.log, Appends)
        world.log.before = before
        held_up = await declare(world, "hd-1")
        await asyncio.sleep(1)
        neighbour = await declare(world, "hd-1", LY_SON)
        assert (await answered(world, neighbour, within=1)).outcome == "accepted"
        assert held_up not in world.verdicts()
        hanging.set()
        await answered(world, held_up, within=1)
        world.end()

    under_seeds(check)


async def submit(world: World, summary: str) -> int:
    command = SubmitReport(plan=PLAN, unit=BA_TO, report=report(summary=summary))
    subject = topology.command(BA_TO, "system", "submit-report", BA_TO)
    return await world.queue.send(subject, encode(wrap(command, id=summary[:5], source="urn:x")))


def test_verdicts_of_a_unit_are_published_in_the_order_of_its_commands() -> None:
    async def check() -> None:
        world = await founded()
        await world.leave("r")
        world.start("slow", Gate({("before put", 1): (3.0, False)}))
        first = await declare(world, "hd-1")
        await asyncio.sleep(1)
        second = await declare(world, "hd-2")
        neighbour = await declare(world, "hd-1", LY_SON)
        await answered(world, neighbour, within=1)
        await world.settled()
        order = [number for number in world.verdicts() if number in (first, second)]
        assert order == [first, second]
        world.end()

    under_seeds(check)


def test_a_verdict_is_published_however_long_its_server_is_away() -> None:
    """And the command stays in the queue until then."""

    async def check() -> None:
        world = await founded()
        await world.leave("r")
        gate = Gate()
        world.start("r", gate)
        tries = iter(range(6))

        async def at(point: str) -> None:
            if point == "before put" and next(tries, None) is not None:
                raise Unavailable("away")
            await Gate.at(gate, point)

        gate.at = at  # type: ignore[method-assign]
        number = await declare(world, "hd-1")
        await asyncio.sleep(5)
        assert number not in world.verdicts()
        assert number in world.server.commands.records
        assert (await answered(world, number, within=30)).outcome == "accepted"
        await world.settled()
        world.end()

    under_seeds(check)
