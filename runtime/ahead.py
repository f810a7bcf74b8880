"""Runtime, ahead: fetches the next batch of messages while one is handled."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence

from runtime.delivery import Delivery

Taking = Callable[[Sequence[Delivery]], Coroutine[None, None, None]]


class Ahead:
    """Hands on batches of at most `most`: while one is handled, the next is fetched and handed on
    too, for the handler to make ready. Behind one that is not full nothing waits, so its end is
    waited for: whoever stops fetching then leaves nothing in hand.
    """

    def __init__(self, handler: Taking, most: int) -> None:
        self._handler = handler
        self._most = most
        self._running: asyncio.Task[None] | None = None

    async def take(self, items: Sequence[Delivery]) -> None:
        before, self._running = self._running, asyncio.create_task(self._handler(items))
        if before is not None:
            await before
        if len(items) < self._most:
            await self._running

    async def end(self) -> None:
        """Wait for what is in hand."""
        if self._running is not None:
            await asyncio.wait([self._running])
