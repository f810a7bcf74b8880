"""Notifier, application: connects to a provider, for who has something else to do meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from services.notifier.application.ports import Connection, Provider

SOON = 3.0
"""Seconds (real) within which there mostly is a connection."""


@asynccontextmanager
async def connecting_to(provider: Provider) -> AsyncIterator[asyncio.Task[Connection]]:
    """What connects, and mostly has done so, or failed; the connection is given back at the end."""
    async with AsyncExitStack() as lasting:
        task = asyncio.create_task(lasting.enter_async_context(provider.connect()))
        try:
            await asyncio.wait([task], timeout=SOON)
            yield task
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
