"""What a command waits for, by its verb's row, whom that holds back, and for how long."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any

import pytest

from contracts import topology
from contracts.commands import PublishPlan, RecordUnit, SubmitReport
from contracts.facts import DutyMet
from contracts.topology import OPERATOR
from tests.registry.application.loop.founded import PLAN, Appends, answered, declare, founded
from tests.registry.application.world import World
from tests.registry.plans import BA_TO, LY_SON, PROVINCE, START, amending, plan, report, unit
from tests.seeded import run, seeds

SEEDS = seeds(5)
PARTNER, HEIR = "doi-tac", "xa-ba-to"
DISTRICT: dict[str, Any] = {"levels": [{"value": "huyen"}], "groups": [{"value": "huyen"}]}


@pytest.fixture(autouse=True)
def _few_partitions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topology, "PARTITIONS", 4)


def under_seeds(check: Callable[[], Coroutine[Any, Any, None]]) -> None:
    for seed in SEEDS:
        run(seed, check())


def hold(world: World, start: str) -> asyncio.Event:
    """Appends to subjects that begin so wait until the event is set."""
    released = asyncio.Event()

    async def before(subject: str, events: Sequence[bytes]) -> None:
        if subject.startswith(start):
            await released.wait()

    assert isinstance(world.log, Appends)
    world.log.before = before
    return released


def record(world: World, name: str, **fields: Any) -> Awaitable[int]:
    command = RecordUnit(record=unit(name, PROVINCE, **fields))
    return world.send(OPERATOR, command, f"record-{name}")


def test_a_partner_that_an_older_command_records_is_waited_for() -> None:
    async def check() -> None:
        world = await founded()
        released = hold(world, "evt.directory.")
        await record(world, PARTNER)
        number = await declare(world, "hd-1", partners=[PARTNER])
        await asyncio.sleep(5)
        assert number not in world.verdicts()
        released.set()
        verdict = await answered(world, number, within=3)
        assert (verdict.outcome, verdict.findings) == ("accepted", [])
        world.end()

    under_seeds(check)


def test_a_plan_that_an_older_command_publishes_is_waited_for() -> None:
    async def check() -> None:
        world = await founded(published=False)
        released = hold(world, "evt.plan.")
        await world.send(PROVINCE, PublishPlan(plan=plan()), "publish")
        number = await declare(world, "hd-1")
        await asyncio.sleep(5)
        assert number not in world.verdicts()
        released.set()
        assert (await answered(world, number, within=3)).outcome == "accepted"
        world.end()

    under_seeds(check)


def test_a_plan_is_judged_once_every_older_record_is_in_the_directory() -> None:
    """Its groups are those of the directory, so a missing member would be no error to see."""

    async def check() -> None:
        world = await founded(published=False)
        released = hold(world, "evt.directory.")
        await record(world, "son-tay", **DISTRICT)
        number = await world.send(PROVINCE, PublishPlan(plan=plan()), "publish")
        await asyncio.sleep(5)
        assert number not in world.verdicts()
        released.set()
        assert (await answered(world, number, within=3)).outcome == "accepted"
        await world.settled()
        assert await world.log.read(topology.unit_facts(PLAN, "son-tay"))
        world.end()

    under_seeds(check)


def test_who_took_over_begins_once_its_predecessor_follows_the_revision_and_keeps_what_it_met() -> (
    None
):
    async def check() -> None:
        world = await founded()
        command = SubmitReport(plan=PLAN, unit=BA_TO, owed="bao-cao", report=report())
        await answered(world, await world.send(BA_TO, command, "bao-cao"), within=2)
        today = START.date()
        await record(world, BA_TO, **DISTRICT, valid_to=today, successors=[HEIR])
        await record(world, HEIR, **DISTRICT, valid_from=today, predecessors=[BA_TO])
        await world.settled()
        released = hold(world, topology.unit_facts(PLAN, BA_TO))
        await world.send(PROVINCE, amending(plan(title="Điều chỉnh")), "amend")
        await asyncio.sleep(5)
        assert not await world.log.read(topology.unit_facts(PLAN, HEIR))
        released.set()
        await world.settled()
        stored = await world.log.read(topology.unit_facts(PLAN, HEIR))
        facts = [event.data for message in stored for event in message.events]
        met = [(one.duty, one.inherited_from) for one in facts if isinstance(one, DutyMet)]
        assert met == [("bao-cao", [BA_TO])]
        world.end()

    under_seeds(check)


def test_a_younger_command_is_not_waited_for() -> None:
    async def check() -> None:
        world = await founded()
        released = hold(world, "evt.directory.")
        number = await declare(world, "hd-1", partners=[PARTNER])
        await record(world, PARTNER)
        verdict = await answered(world, number, within=2)
        assert [found.code for found in verdict.findings] == ["unknown-partner"]
        released.set()
        world.end()

    under_seeds(check)


def test_a_command_that_waits_holds_back_its_own_unit_in_order_and_nobody_else() -> None:
    async def check() -> None:
        world = await founded()
        released = hold(world, "evt.directory.")
        await record(world, PARTNER)
        first = await declare(world, "hd-1", partners=[PARTNER])
        second = await declare(world, "hd-2")
        neighbour = await declare(world, "hd-1", LY_SON)
        assert (await answered(world, neighbour, within=2)).outcome == "accepted"
        await asyncio.sleep(5)
        assert not {first, second} & world.verdicts().keys()
        released.set()
        await answered(world, second, within=3)
        stored = await world.log.read(topology.unit_facts(PLAN, BA_TO))
        orders = [event.data.receipt.sequence for one in stored for event in one.events]
        assert orders == sorted(orders)
        assert {first, second} <= set(orders)
        world.end()

    under_seeds(check)


def test_after_half_a_minute_a_command_is_decided_as_things_stand() -> None:
    async def check() -> None:
        world = await founded()
        await asyncio.sleep(20)
        released = hold(world, "evt.directory.")
        await record(world, PARTNER)
        number = await declare(world, "hd-1", partners=[PARTNER])
        await asyncio.sleep(29)
        assert number not in world.verdicts()
        verdict = await answered(world, number, within=3)
        assert [found.code for found in verdict.findings] == ["unknown-partner"]
        released.set()
        world.end()

    under_seeds(check)


def test_what_another_replica_recorded_meanwhile_is_asked_for_before_a_refusal() -> None:
    """This one believes the directory for a second; what it waited for may be in the log since."""

    async def check(waited: float) -> None:
        world = await founded("a", "b")
        mine = topology.partition(BA_TO) % 2
        other = next(n for n in "abcdef" if topology.partition(n) % 2 != mine)
        released = hold(world, "evt.directory.")
        await record(world, other)
        number = await declare(world, "hd-1", partners=[other])
        await asyncio.sleep(waited)
        released.set()
        verdict = await answered(world, number, within=3)
        assert (verdict.outcome, verdict.findings) == ("accepted", [])
        world.end()

    for seed in seeds(20):
        run(seed, check(2 + seed / 10))
