"""Runtime, lanes: messages of one key in order, many keys at once, several of one key together."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence

from runtime.delivery import Delivery

Take = Callable[[Sequence[Delivery]], Awaitable[int]]
"""Handles some of the first messages of a lane; how many of them are done with."""
USUAL_BYTES = 16 * 1024
"""A message up to this size counts as one, a larger one as several."""


def weight(item: Delivery) -> int:
    """As how many a message counts, so that what is in hand is bounded in bytes too."""
    return 1 + len(item.data) // USUAL_BYTES


class Lanes:
    """One task per key that has messages. `take` is given the front of a lane, and called again
    until nothing is left, or until `stopped` says so between two calls.
    """

    def __init__(self, take: Take, stopped: Callable[[], bool], most: int) -> None:
        self._take = take
        self._stopped = stopped
        self._most = most
        self._lanes: dict[str, deque[Delivery]] = {}
        self._weights: dict[str, int] = {}
        self._waiting: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._moved = asyncio.Event()

    def put(self, key: str, item: Delivery) -> None:
        """Add a message to the end of its lane."""
        lane = self._lanes.get(key)
        if lane is not None:
            lane.append(item)
            self._weights[key] += weight(item)
            return
        self._lanes[key], self._weights[key] = deque([item]), weight(item)
        task = asyncio.create_task(self._run(key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, key: str) -> None:
        lane = self._lanes[key]
        try:
            while lane and not self._stopped():
                done = await self._take([lane[n] for n in range(min(self._most, len(lane)))])
                for _ in range(done):
                    self._weights[key] -= weight(lane.popleft())
                (self._waiting.discard if done else self._waiting.add)(key)
                self._moved.set()
        finally:
            del self._lanes[key], self._weights[key]
            self._waiting.discard(key)
            self._moved.set()

    async def room(self, most: int) -> None:
        """Wait until fewer than `most` messages of usual size are in lanes that move; one that
        waits for something stops nobody else.
        """
        while self._moving() >= most and not self._stopped():
            self._moved.clear()
            await self._moved.wait()

    def _moving(self) -> int:
        return sum(heavy for key, heavy in self._weights.items() if key not in self._waiting)

    async def finish(self) -> None:
        """Wait until what has begun is done."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def cancel(self) -> None:
        """End everything at once."""
        for task in self._tasks:
            task.cancel()
        await self.finish()
