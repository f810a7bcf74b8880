"""Runtime, jumping: time that jumps: a loop that never waits, and the clock that follows it.

What is put off for weeks is done at once, in the same order and at the same moments as if the weeks
had gone by.
"""

import asyncio
import selectors
from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import Any, TypeVar

from runtime.clock import SystemClock

T = TypeVar("T")


class _Jumping(selectors.SelectSelector):
    """Where the loop would wait, its time moves on by as much."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Raises RuntimeError where nothing is ready and nothing ever will be."""
        if timeout is None:
            raise RuntimeError("everybody waits for somebody else")
        self.seconds += max(timeout, 0.0)
        return super().select(0)


class JumpingLoop(asyncio.SelectorEventLoop):
    """Its time stands still while anything is ready, and jumps to the next timer when nothing is.

    Nothing from outside arrives while it runs: no server, no other thread.
    """

    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)
        # As exact as seconds are in a float after years; what is due within that is due now.
        self._clock_resolution = 1e-6

    def time(self) -> float:
        return self._jumping.seconds


class JumpingClock(SystemClock):
    """Campaign time is that of the loop, which begins at `start`."""

    def __init__(self, start: datetime) -> None:
        self._start = start

    def now(self) -> datetime:
        return self._start + timedelta(seconds=asyncio.get_running_loop().time())


def jump_through(work: Coroutine[Any, Any, T]) -> T:
    """What comes of the work, however long it takes by its own clock."""
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        return runner.run(work)
