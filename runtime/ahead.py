"""Runtime, ahead: fetches the next batch of messages while one is handled."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Sequence

from runtime.delivery import Delivery

MOST_BYTES = 512 * 1024
"""Of the messages of one batch, unless a single one has more: 500 with a fact or two each."""

Taking = Callable[[Sequence[Delivery]], Coroutine[None, None, None]]


class Ahead:
    """Hands on batches of at most `most`: while one is handled, the next is fetched and handed on
    too, for the handler to make ready. Behind one that is not full nothing waits, so its end is
    waited for: whoever stops fetching then leaves nothing in hand.

    A batch of much data is handed on in parts, so that no more is in memory at once.
    """

    def __init__(self, handler: Taking, most: int) -> None:
        self._handler = handler
        self._most = most
        self._running: asyncio.Task[None] | None = None

    async def take(self, items: Sequence[Delivery]) -> None:
        for part in parts(items):
            before, self._running = self._running, asyncio.create_task(self._handler(part))
            if before is not None:
                await before
        if len(items) < self._most and self._running is not None:
            await self._running

    async def end(self) -> None:
        """Wait for what is in hand."""
        if self._running is not None:
            await asyncio.wait([self._running])


def parts(items: Sequence[Delivery]) -> Iterator[Sequence[Delivery]]:
    """The same in the same order, each part of at most MOST_BYTES or a single message."""
    begun, size = 0, 0
    for at, item in enumerate(items):
        size += len(item.data)
        if size > MOST_BYTES and at > begun:
            yield items[begun:at]
            begun, size = at, len(item.data)
    yield items[begun:]
