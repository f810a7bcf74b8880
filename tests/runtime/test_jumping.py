"""Time jumps to the next timer, and what was put off for weeks is done in its order."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest

from runtime.jumping import JumpingClock, jump_through

START = datetime(2022, 9, 15, 1, tzinfo=UTC)
WEEK = timedelta(weeks=1).total_seconds()


def test_weeks_go_by_at_once_each_thing_at_its_moment() -> None:
    """Whoever waits less goes first, whoever asked first."""
    seen = []

    async def wait(weeks: int, clock: JumpingClock) -> None:
        await asyncio.sleep(weeks * WEEK)
        seen.append((weeks, clock.now()))

    async def all_of_them() -> None:
        clock = JumpingClock(START)
        await asyncio.gather(*(wait(weeks, clock) for weeks in (9, 1, 200)))

    began = time.monotonic()
    jump_through(all_of_them())
    assert seen == [(weeks, START + timedelta(weeks=weeks)) for weeks in (1, 9, 200)]
    assert time.monotonic() - began < 5


def test_time_stands_still_while_anything_can_go_on() -> None:
    async def busy() -> timedelta:
        clock = JumpingClock(START)
        for _ in range(100):
            await asyncio.sleep(0)
        return clock.now() - START

    assert jump_through(busy()) == timedelta()


def test_waiting_for_what_never_comes_is_an_error_and_no_hang() -> None:
    async def hang() -> None:
        await asyncio.Event().wait()

    with pytest.raises(RuntimeError, match="everybody waits"):
        jump_through(hang())
