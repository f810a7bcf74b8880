"""Messages of one key in order, many keys at once, whatever of a front is done with."""

import asyncio
from collections.abc import Sequence
from random import Random

from runtime.delivery import Delivery
from runtime.lanes import USUAL_BYTES, Lanes
from tests.registry.plans import START
from tests.seeded import run, seeds

SEEDS = seeds(10)
MOST = 3


def message(number: int) -> Delivery:
    return Delivery("s", b"", {}, number, 0, START, 1)


def numbers(items: Sequence[Delivery]) -> list[int]:
    return [item.sequence for item in items]


def test_a_lane_is_handled_in_order_and_what_is_not_done_with_comes_again() -> None:
    async def check(seed: int) -> None:
        random = Random(seed)
        done: dict[str, list[int]] = {"a": [], "b": [], "c": []}
        fronts: list[int] = []

        async def take(items: Sequence[Delivery]) -> int:
            key = "abc"[items[0].sequence % 3]
            await asyncio.sleep(random.choice([0, 0.1]))
            some = random.randint(0, len(items))
            done[key] += numbers(items[:some])
            fronts.append(len(items))
            return some

        lanes = Lanes(take, lambda: False, MOST)
        for number in range(60):
            lanes.put("abc"[number % 3], message(number))
            await asyncio.sleep(random.choice([0, 0, 0.1]))
        await lanes.finish()
        assert done == {key: list(range(start, 60, 3)) for start, key in enumerate("abc")}
        assert max(fronts) == MOST

    for seed in SEEDS:
        run(seed, check(seed))


def test_lanes_do_not_wait_for_each_other() -> None:
    async def check() -> None:
        release = asyncio.Event()
        done: list[int] = []

        async def take(items: Sequence[Delivery]) -> int:
            if items[0].sequence == 0:
                await release.wait()
            done.extend(numbers(items))
            return len(items)

        lanes = Lanes(take, lambda: False, MOST)
        for number in range(3):
            lanes.put(f"key-{number}", message(number))
        await asyncio.sleep(1)
        assert sorted(done) == [1, 2]
        release.set()
        await lanes.finish()
        assert sorted(done) == [0, 1, 2]

    for seed in SEEDS:
        run(seed, check())


def test_there_is_room_beside_a_lane_that_waits_and_none_while_lanes_move() -> None:
    """`room` ends as soon as fewer than so many are in lanes that move."""

    async def check() -> None:
        free, waits = asyncio.Event(), True

        async def take(items: Sequence[Delivery]) -> int:
            if items[0].sequence >= 100:
                await free.wait()
                return 1
            await asyncio.sleep(0.01)
            return 0 if waits else 1

        lanes = Lanes(take, lambda: False, MOST)
        for number in range(10):
            lanes.put("waiting", message(number))
        await asyncio.wait_for(lanes.room(1), 1)
        for number in (100, 101):
            lanes.put("moving", message(number))
        await asyncio.wait_for(lanes.room(3), 1)
        asking = asyncio.create_task(lanes.room(2))
        await asyncio.sleep(1)
        assert not asking.done()
        free.set()
        await asyncio.wait_for(asking, 1)
        waits = False
        await asyncio.wait_for(lanes.finish(), 1)

    for seed in SEEDS:
        run(seed, check())


def test_a_large_message_takes_the_room_of_several() -> None:
    """What is in hand is bounded in bytes too, and room comes back as it is done with."""

    async def check() -> None:
        free = asyncio.Event()

        async def take(items: Sequence[Delivery]) -> int:
            await free.wait()
            return len(items)

        lanes = Lanes(take, lambda: False, MOST)
        lanes.put("key", Delivery("s", b"x" * 3 * USUAL_BYTES, {}, 0, 0, START, 1))
        await asyncio.wait_for(lanes.room(5), 1)
        asking = asyncio.create_task(lanes.room(4))
        await asyncio.sleep(1)
        assert not asking.done()
        free.set()
        await asyncio.wait_for(asking, 1)
        await lanes.finish()

    for seed in SEEDS:
        run(seed, check())


def test_nothing_is_begun_after_the_end_and_what_has_begun_is_finished() -> None:
    async def check() -> None:
        stopped, done = False, []

        async def take(items: Sequence[Delivery]) -> int:
            await asyncio.sleep(1)
            done.extend(numbers(items[:1]))
            return 1

        lanes = Lanes(take, lambda: stopped, MOST)
        for number in range(5):
            lanes.put("key", message(number))
        asking = asyncio.create_task(lanes.room(1))
        await asyncio.sleep(1.5)
        stopped = True
        await lanes.finish()
        await asking
        assert done == [0, 1]

    for seed in SEEDS:
        run(seed, check())


def test_what_is_cancelled_ends_at_once() -> None:
    async def check() -> None:
        async def take(items: Sequence[Delivery]) -> int:
            await asyncio.Event().wait()
            return len(items)

        lanes = Lanes(take, lambda: False, MOST)
        lanes.put("key", message(0))
        await asyncio.sleep(1)
        await asyncio.wait_for(lanes.cancel(), 1)

    for seed in SEEDS:
        run(seed, check())
