"""Ahead: one batch is made ready while another is handled, and no more than that."""

import asyncio
from collections.abc import Sequence

from runtime.ahead import MOST_BYTES, Ahead
from runtime.clock import from_ns
from runtime.delivery import Delivery

MOST = 2


def items(count: int, size: int = 0) -> list[Delivery]:
    return [Delivery("evt.x", b"x" * size, {}, n, n, from_ns(n), 1) for n in range(count)]


class Handler:
    """Remembers what it was given, and ends when it is let go."""

    def __init__(self) -> None:
        self.begun, self.ended = 0, 0
        self.given: list[Sequence[Delivery]] = []
        self.go = asyncio.Semaphore(0)

    async def handle(self, batch: Sequence[Delivery]) -> None:
        self.given.append(batch)
        self.begun += 1
        await self.go.acquire()
        self.ended += 1


async def until_quiet() -> None:
    """All that can go on has gone on."""
    for _ in range(20):
        await asyncio.sleep(0)


async def test_the_next_batch_is_handed_on_while_one_is_handled_and_no_third_one() -> None:
    handler = Handler()
    ahead = Ahead(handler.handle, MOST)
    await ahead.take(items(MOST))
    second = asyncio.create_task(ahead.take(items(MOST)))
    await until_quiet()
    assert (handler.begun, handler.ended, second.done()) == (2, 0, False)
    handler.go.release()
    await until_quiet()
    assert (handler.ended, second.done()) == (1, True)
    handler.go.release()
    await ahead.end()
    assert handler.ended == 2


async def test_a_batch_that_is_not_full_is_waited_for() -> None:
    """Nothing waits behind it, and who stops fetching then leaves nothing in hand."""
    handler = Handler()
    taken = asyncio.create_task(Ahead(handler.handle, MOST).take(items(MOST - 1)))
    await until_quiet()
    assert (handler.begun, taken.done()) == (1, False)
    handler.go.release()
    await taken
    assert handler.ended == 1


async def test_a_batch_of_much_data_is_handed_on_in_parts_one_ahead() -> None:
    handler, heavy = Handler(), items(4, MOST_BYTES // 2)
    heavy.insert(2, *items(1, 2 * MOST_BYTES))
    taken = asyncio.create_task(Ahead(handler.handle, len(heavy) + 1).take(heavy))
    await until_quiet()
    assert (handler.begun, handler.ended) == (2, 0)
    for _ in range(3):
        handler.go.release()
    await taken
    assert handler.given == [heavy[:2], heavy[2:3], heavy[3:]]
