"""A seeded event loop: virtual time, and one ready step at a time, chosen by the seed.

Every await where something else may go on is a place where something else does go on under some
seed. A test that fails names its seed; the same call with the same seed runs the same steps again.
What it cannot catch: faults within one step, threads, and what a real server or network does.
"""

import asyncio
import heapq
import os
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from math import ceil
from random import Random
from typing import Any, TypeVar

from hypothesis import settings

from runtime.clock import SystemClock

T = TypeVar("T")
MOST_STEPS = 1_000_000
TIMES = {"fast": 0.2, "mutants": 1, "ci": 1}
THOROUGH = 5


def seeds(count: int) -> range:
    """So many seeds, or fewer or more by the profile, as tests/conftest.py chooses it; most in
    `.ci/run properties`.
    """
    times = TIMES[settings.get_current_profile_name()]
    return range(ceil(count * (THOROUGH if "NGAYSO_TEST_HISTORIES" in os.environ else times)))


class Deadlock(Exception):
    """Nothing is ready, and nothing ever will be."""


class SeededLoop(asyncio.SelectorEventLoop):
    """Time stands still while anything is ready, and jumps to the next timer when nothing is."""

    def __init__(self, seed: int, *, traced: bool = False) -> None:
        super().__init__()
        self._random = Random(seed)
        self._now = 0.0
        self.steps = 0
        self.trace: list[tuple[float, str]] | None = [] if traced else None

    def time(self) -> float:
        return self._now

    def _run_once(self) -> None:
        self._drop_cancelled()
        if not self._ready and not self._stopping:
            if not self._scheduled:
                raise Deadlock(f"after {self.steps} steps at {self._now:.3f} s")
            self._now = max(self._now, self._scheduled[0]._when)
        while self._scheduled and self._scheduled[0]._when <= self._now:
            timer = heapq.heappop(self._scheduled)
            timer._scheduled = False
            if not timer._cancelled:
                self._ready.append(timer)
        if self._ready:
            self._step()

    def _drop_cancelled(self) -> None:
        while self._scheduled and self._scheduled[0]._cancelled:
            self._timer_cancelled_count -= 1
            heapq.heappop(self._scheduled)._scheduled = False
        if any(handle._cancelled for handle in self._ready):
            kept = [handle for handle in self._ready if not handle._cancelled]
            self._ready.clear()
            self._ready.extend(kept)

    def _step(self) -> None:
        """Exactly one: shuffling all that is ready at once finds nothing, since a step that is
        overtaken must be overtaken by the whole of another task.
        """
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise Deadlock(f"still busy after {self.steps} steps at {self._now:.3f} s")
        index = self._random.randrange(len(self._ready))
        handle = self._ready[index]
        del self._ready[index]
        if self.trace is not None:
            self.trace.append((self._now, _name(handle)))
        handle._run()


def _name(handle: asyncio.Handle) -> str:
    owner = getattr(handle._callback, "__self__", None)
    if isinstance(owner, asyncio.Task):
        return owner.get_coro().__qualname__
    return getattr(handle._callback, "__qualname__", type(handle._callback).__name__)


class Seeded:
    """One run of a coroutine under a seed, with what can be asked afterwards."""

    def __init__(self, seed: int, *, traced: bool = False) -> None:
        self.seed = seed
        self._loop = SeededLoop(seed, traced=traced)

    @property
    def trace(self) -> list[tuple[float, str]]:
        return self._loop.trace or []

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            try:
                return runner.run(coroutine)
            except BaseException as error:
                where = f"{self._loop.time():.3f} s, step {self._loop.steps}"
                error.add_note(f"seed {self.seed}, {where}")
                raise


def run(seed: int, coroutine: Coroutine[Any, Any, T]) -> T:
    """The coroutine's result under this seed; an error carries the seed as a note."""
    return Seeded(seed).run(coroutine)


class LoopClock(SystemClock):
    """Campaign time is the loop's; no two looks see the same moment, as no two messages do."""

    def __init__(self, start: datetime = datetime(2022, 9, 15, 1, tzinfo=UTC)) -> None:
        self._start = start
        self._looks = 0

    def now(self) -> datetime:
        self._looks += 1
        seconds = asyncio.get_running_loop().time()
        return self._start + timedelta(seconds=seconds, microseconds=self._looks)
