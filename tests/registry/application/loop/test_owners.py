"""What a replica does whose partition is another's, and by which revision a unit is judged."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import pytest

from contracts import topology
from contracts.commands import OpenDuties
from runtime.memory.queue import MemoryQueue
from services.registry.application.memory import Memory
from services.registry.application.opening import Opening
from tests.registry.application.loop.founded import PLAN, Appends, answered, declare, founded
from tests.registry.application.world import CACHE_BYTES, World
from tests.registry.plans import BA_TO, OFFICE, PRESS, PROVINCE, amending, plan
from tests.seeded import run, seeds
from tests.stalls import Gate

SEEDS = seeds(5)
HISTORY = topology.unit_facts(PLAN, BA_TO)
ONLY_TALKS: dict[str, Any] = {"kinds": [{"id": "hoi-thao", "name": "Hội thảo"}]}


@pytest.fixture(autouse=True)
def _few_partitions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topology, "PARTITIONS", 4)


def under_seeds(check: Callable[[], Coroutine[Any, Any, None]]) -> None:
    for seed in SEEDS:
        run(seed, check())


def test_a_replica_that_lost_a_partition_drops_what_it_had_begun_and_may_take_it_again() -> None:
    """Also where the log never answers what it asked under the lease before."""

    async def check() -> None:
        world = await founded()
        hanging = asyncio.Event()

        async def before(subject: str, events: Sequence[bytes]) -> None:
            if subject == HISTORY and not hanging.is_set():
                hanging.set()
                await asyncio.Event().wait()

        assert isinstance(world.log, Appends)
        world.log.before = before
        number = await declare(world, "hd-1")
        await hanging.wait()
        for durable in await world.queue.durables():
            await world.queue.delete(durable)
        await asyncio.sleep(topology.LEASE_SECONDS)
        assert (await answered(world, number, within=3)).outcome == "accepted"
        world.end()

    under_seeds(check)


class Cut(Gate):
    """A replica that, once it is armed, takes one command and is held up before it appends.

    Let go, it reaches the log and whom it answers, but neither leases nor queue, which could tell
    it that it is late.
    """

    def __init__(self) -> None:
        super().__init__()
        self.armed = False
        self.taken, self.appends, self.let_go = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def at(self, point: str) -> None:
        if point == "after take" and self.armed:
            self.taken.set()
        elif point == "before append" and self.armed:
            self.appends.set()
            await self.let_go.wait()
        elif point.split()[1] in {"take", "renew", "current"} and self.taken.is_set():
            await asyncio.sleep(1_000)
        await super().at(point)


def test_a_replica_that_lost_a_race_answers_nothing_before_its_lease_is_confirmed() -> None:
    """It may have been another's for long, which nothing else has told it."""

    async def check() -> None:
        world = await founded()
        await world.leave("r")
        late = Cut()
        world.start("late", late)
        await asyncio.sleep(1)
        late.armed = True
        number = await declare(world, "hd-1")
        await late.appends.wait()
        await asyncio.sleep(topology.LEASE_SECONDS)
        world.start("other")
        await answered(world, number, within=3)
        await answered(world, await declare(world, "hd-2"), within=3)
        late.let_go.set()
        await asyncio.sleep(5)
        assert late.passed["before append"] == 1
        assert late.passed.get("before put", 0) == 0
        world.end()

    under_seeds(check)


async def amend(world: World, **changes: Any) -> None:
    command = amending(plan(**changes), "Điều chỉnh")
    await world.send(PROVINCE, command, "amend")
    await world.settled()
    await asyncio.sleep(1.5)


def test_a_unit_is_judged_by_the_revision_that_its_own_history_follows() -> None:
    """An amendment holds for it once its part is opened anew, in the order of its commands."""

    async def check() -> None:
        world = await founded(opening=False)
        await answered(world, await declare(world, "hd-1", kind="ra-quan"), within=2)
        await amend(world, **ONLY_TALKS)
        before = await answered(world, await declare(world, "hd-2", kind="ra-quan"), within=2)
        assert before.outcome == "accepted"
        opening = OpenDuties(plan=PLAN, unit=BA_TO, revision=2)
        await world.send(topology.REGISTRY, opening, "open")
        after = await answered(world, await declare(world, "hd-3", kind="ra-quan"), within=2)
        assert [found.code for found in after.findings] == ["unknown-kind"]
        world.end()

    under_seeds(check)


def test_a_part_that_follows_none_yet_is_judged_by_the_newest_revision() -> None:
    async def check() -> None:
        world = await founded(opening=False)
        await amend(world, **ONLY_TALKS)
        verdict = await answered(world, await declare(world, "hd-1", kind="ra-quan"), within=2)
        assert [found.code for found in verdict.findings] == ["unknown-kind"]
        world.end()

    under_seeds(check)


class Sends:
    """The queue, which does not take what is about one unit."""

    def __init__(self, queue: MemoryQueue, but: str = "") -> None:
        self._queue = queue
        self._but = but
        self.units: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._queue, name)

    async def send(self, subject: str, data: bytes) -> int:
        *_, unit = subject.split(".")
        if unit == self._but:
            raise OSError("not taken")
        self.units.append(unit)
        return await self._queue.send(subject, data)


def test_an_amendment_is_told_to_every_unit_that_ever_took_part() -> None:
    """Also to those that it takes out, whose duties are to be closed."""

    async def check() -> None:
        world = await founded(opening=False)
        without = [{**one, "assignees": [{"group": "huyen"}]} for one in assignments()]
        await amend(world, assignments=without)
        queue = Sends(world.queue)
        opening = Opening(Memory(world.log, CACHE_BYTES), queue)
        await opening.open_plan(PLAN, 2)
        assert PRESS in queue.units
        assert BA_TO in queue.units
        assert OFFICE not in queue.units
        world.end()

    under_seeds(check)


def test_an_opening_that_could_not_be_sent_is_told_once_all_others_are() -> None:
    """The message comes again then, which is harmless to the others."""

    async def check() -> None:
        world = await founded(opening=False)
        queue = Sends(world.queue, but=BA_TO)
        opening = Opening(Memory(world.log, CACHE_BYTES), queue)
        with pytest.raises(OSError, match="not taken"):
            await opening.open_plan(PLAN, 1)
        assert PRESS in queue.units
        world.end()

    under_seeds(check)


def assignments() -> list[dict[str, Any]]:
    return [one.model_dump(mode="json") for one in plan().assignments]
