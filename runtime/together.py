"""Runtime, together: one answer for all who ask at about the same time."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar

T = TypeVar("T")

REST = 3.0
"""How many times as long as an answer took the next question waits, so that of a busy process's
time a quarter at most is spent with asking, however much is answered.
"""
LEAST_SECONDS = 0.001
"""A shorter wait costs more than it saves."""


class Together(Generic[T]):
    """Asks one question again and again, one at a time; all who want its answer before it is asked
    share that one.
    """

    def __init__(self, ask: Callable[[], Coroutine[Any, Any, T]]) -> None:
        self._ask = ask
        self._turn = asyncio.Lock()
        self._next: asyncio.Task[T] | None = None
        self._rested_at = 0.0

    async def answer(self) -> T:
        """Asked no earlier than this is called."""
        if self._next is None:
            self._next = asyncio.create_task(self._asked())
        return await asyncio.shield(self._next)

    async def _asked(self) -> T:
        async with self._turn:
            now = asyncio.get_running_loop().time
            if (left := self._rested_at - now()) >= LEAST_SECONDS:
                await asyncio.sleep(left)
            self._next, began = None, now()
            try:
                return await self._ask()
            finally:
                self._rested_at = now() + REST * (now() - began)
