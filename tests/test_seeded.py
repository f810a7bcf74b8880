"""The seeded loop: it finds what only an unlucky order shows, and shows it again."""

import asyncio

import pytest

from tests.seeded import Deadlock, Seeded, run


async def lost_update() -> int:
    """Two tasks that read, give way, and write."""
    total = 0

    async def add() -> None:
        nonlocal total
        seen = total
        await asyncio.sleep(0)
        total = seen + 1

    await asyncio.gather(add(), add())
    return total


async def busy() -> list[tuple[int, float]]:
    done: list[tuple[int, float]] = []

    async def work(number: int) -> None:
        for _ in range(5):
            await asyncio.sleep(0)
        await asyncio.sleep(number % 3)
        done.append((number, asyncio.get_running_loop().time()))

    await asyncio.gather(*map(work, range(20)))
    return done


def test_some_seeds_lose_an_update_and_some_do_not() -> None:
    """An order of steps that a plain loop never takes is taken."""
    assert {run(seed, lost_update()) for seed in range(50)} == {1, 2}


def test_the_same_seed_takes_the_same_steps() -> None:
    """A failure is replayed by its seed; another seed is another order."""
    runs = []
    for seed in (7, 7, 8):
        seeded = Seeded(seed, traced=True)
        runs.append((seeded.run(busy()), seeded.trace))
    assert runs[0] == runs[1] != runs[2]


def test_an_hour_passes_at_once() -> None:
    """Time is the loop's own; timers fire in their order."""

    async def wait() -> float:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.Event().wait(), 3600)
        return asyncio.get_running_loop().time()

    assert run(1, wait()) == 3600


def test_who_waits_for_ever_is_told_so() -> None:
    """A test that hangs says so at once, and names its seed."""

    async def hang() -> None:
        await asyncio.Event().wait()

    with pytest.raises(Deadlock) as caught:
        run(3, hang())
    assert "seed 3" in caught.value.__notes__[0]


def test_what_fails_names_its_seed() -> None:
    """So that it can be run again."""

    async def fail() -> None:
        await asyncio.sleep(2.5)
        raise KeyError("x")

    with pytest.raises(KeyError) as caught:
        run(11, fail())
    assert caught.value.__notes__ == ["seed 11, 2.500 s, step 4"]
