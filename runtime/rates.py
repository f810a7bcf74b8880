"""Runtime, rates: how many of something all replicas together may do in a minute."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from contracts import topology
from runtime.failure import Retry
from runtime.ports import Conflict, Latest

BURST = 5.0
"""Seconds' worth of its rate that may be done at once after a pause."""
TRIES = 8
"""Looks at a count that other replicas keep changing, before the message waits."""


def next_of(kept: float, now: float, per_minute: int) -> tuple[float, float]:
    """(what is kept, seconds to wait) after asking at `now` (seconds since 1970, real time).

    Kept is the moment at which the next one is due, were they done evenly (the generic cell rate
    algorithm). It may run ahead of the clock by the burst; who comes later than that waits.
    """
    step = 60.0 / per_minute
    due, ahead = max(kept, now), max(BURST, step) - step
    wait = due - now - ahead
    return (kept, wait) if wait > 0 else (due + step, 0.0)


@dataclass(frozen=True)
class Rates:
    """Counts in a stream that all replicas share; of two at once the second sees the first."""

    latest: Latest
    now: Callable[[], float] = time.time

    async def take(self, name: str, per_minute: int) -> float:
        """0.0 where one more may be done now, which is counted; else in how many seconds.

        Raises Retry where others keep changing the count.
        """
        subject = topology.rate(name)
        for _ in range(TRIES):
            held = await self.latest.find(subject)
            kept, sequence = (float(held.data), held.sequence) if held else (0.0, 0)
            kept, wait = next_of(kept, self.now(), per_minute)
            if wait:
                return wait
            try:
                await self.latest.replace(subject, repr(kept).encode(), sequence)
            except Conflict:
                continue
            return 0.0
        raise Retry("the count of what is sent is in other hands")
