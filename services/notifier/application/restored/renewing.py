"""Notifier, application: sets timers and puts messages out again that a lost stream held.

A mark stands in the stream of timers once it holds all that was said. A stream that came back
empty, or was made anew, has none.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from contracts import topology
from runtime.failure import AWAY, Retry, Unavailable, growing_delay
from runtime.lasting import Lasting
from runtime.ports import Conflict, Latest
from services.notifier.application.memory import Memory
from services.notifier.application.reminding import Reminding

log = structlog.get_logger()

LOOK_SECONDS = 10.0
MARK = b"{}"
LOST = "the stream of timers came back without them; they are being set again from the log"


class Renewing:
    """By any number of replicas at once: to set a timer twice is harmless."""

    def __init__(self, memory: Memory, reminding: Reminding, timers: Latest) -> None:
        self._memory = memory
        self._reminding = reminding
        self._timers = timers
        self._away = Lasting("cannot-renew-yet")

    async def check(self) -> None:
        """Raises Unavailable while timers may be missing."""
        if await self._timers.find(topology.TIMERS_WHOLE) is None:
            raise Unavailable(LOST)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.keep())
        try:
            yield
        finally:
            task.cancel()

    async def keep(self) -> None:
        """Look again and again, and renew where the mark is missing."""
        tries = 0
        while True:
            try:
                await self.renew()
                tries = 0
                self._away.over()
            except Exception as error:  # who stops looking never sets them again
                tries += 1
                fault = None if isinstance(error, (*AWAY, Retry)) else error
                self._away.goes_on(error=repr(error), exc_info=fault)
            await asyncio.sleep(min(growing_delay(tries), LOOK_SECONDS) if tries else LOOK_SECONDS)

    async def renew(self) -> None:
        """All units are looked at, also when one fails; raises its failure, and sets no mark."""
        if await self._timers.find(topology.TIMERS_WHOLE) is not None:
            return
        parts = await self._memory.everybody()
        await self._reminding.renew_all(parts)
        try:
            await self._timers.replace(topology.TIMERS_WHOLE, MARK, 0)
        except Conflict:
            return  # another replica has done it
        log.info("timers-renewed", parts=len(parts))
