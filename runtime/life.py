"""Runtime, life: brings a service up in the background, however long its servers are away."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, suppress
from dataclasses import dataclass, field
from functools import partial

import nats.errors
import structlog
from faststream.nats import NatsBroker
from nats.js.errors import NotFoundError
from starlette.types import ASGIApp

from contracts.topology import Durable
from runtime.failure import AWAY, Unavailable
from runtime.jetstream.away import reached
from runtime.jetstream.connection import js
from runtime.lasting import Lasting
from runtime.missing import MISSING, Need
from runtime.patient import connect

log = structlog.get_logger()

AGAIN_SECONDS = 1.0
"""Between two tries; a server that is back is used as soon."""
REMEDY = "ngayso topology apply; but where NATS came back empty, ngayso restore first"
"""Of a durable that is not there. Who declares it upon an empty log begins another one."""
Check = Callable[[], Coroutine[None, None, None]]
Notes = Callable[[], dict[str, object]]
Resource = Callable[[], AbstractAsyncContextManager[object]]


@dataclass
class Service:
    """A service put together: what it consumes, what it serves, what it needs.

    `resources` are entered after the broker is connected and before it consumes, and left after
    it has stopped; `workers` are entered once it consumes, and left before it stops; one that
    cannot be entered is made and entered again. `checks` raise when what they look at is not
    usable. `notes`, asked after them, say what a person has to do that keeps nobody from being
    served.
    """

    name: str
    broker: NatsBroker
    durables: Sequence[Durable]
    checks: dict[str, Check] = field(default_factory=dict)
    mounts: Sequence[tuple[str, ASGIApp]] = ()
    resources: Sequence[Resource] = ()
    notes: Notes = dict
    workers: Sequence[Resource] = ()


class Life:
    """One service from its first try to its stop. Nothing that a server does ends it: what cannot
    be had is tried again, told in /readyz, and in one line of the log.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._task: asyncio.Task[None] | None = None
        self._leaving = asyncio.Event()
        self._trouble = Lasting("cannot-start-yet")
        self.started = asyncio.Event()
        self.waits_for = "NATS"
        """Until it has started: what for."""

    def begin(self) -> None:
        MISSING.begin()
        self._task = asyncio.create_task(self._live())

    @property
    def ended(self) -> bool:
        """By a fault of ours, since nothing else ends it before `leave`."""
        return self._task is not None and self._task.done()

    async def leave(self) -> None:
        """Stop gracefully: handlers in flight finish first."""
        self._leaving.set()
        if self._task is not None:
            if not self.started.is_set():
                self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        log.info("stopped")

    async def _live(self) -> None:
        async with AsyncExitStack() as stack:
            await self._come_up(stack)
            self.started.set()
            log.info("started")
            await self._leaving.wait()

    async def _come_up(self, stack: AsyncExitStack) -> None:
        """In this order: what is declared may be looked at by resources, and must still be there
        as consuming begins.
        """
        stack.push_async_callback(self._stop)
        await connect(self._service.broker)
        await self._until_done("durables", self._declared)
        for resource in self._service.resources:
            await self._until_done("resources", partial(_enter, stack, resource))
        await self._until_done("durables", self._declared)
        stack.push_async_callback(self._stop)
        await self._until_done("consuming", self._service.broker.start)
        for worker in self._service.workers:
            await self._until_done("workers", partial(_enter, stack, worker))

    async def _until_done(self, step: str, try_it: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await try_it()
            except Exception as error:
                self.waits_for = f"{step}: {error or type(error).__name__}"
                fault = None if isinstance(error, AWAY) else error
                self._trouble.goes_on(step, step=step, why=repr(error), exc_info=fault)
                await asyncio.sleep(AGAIN_SECONDS)
            else:
                return self._trouble.over(step, step=step)

    async def _declared(self) -> None:
        """Whether our durables are there: `ngayso topology apply` makes them, no service may."""
        gone = [durable.name for durable in self._service.durables]
        for durable in self._service.durables:
            with suppress(NotFoundError):
                await reached(js(self._service.broker).consumer_info(durable.stream, durable.name))
                gone.remove(durable.name)
        missed(gone)
        if gone:
            raise Unavailable(", ".join(gone))

    async def _stop(self) -> None:
        """A server that is away hears no farewell."""
        broker = self._service.broker
        client = broker._connection
        try:
            await broker.stop()
        except nats.errors.Error:
            with suppress(nats.errors.Error, OSError, RuntimeError):  # what its socket raises
                if client is not None:
                    await client.close()


async def _enter(stack: AsyncExitStack, resource: Resource) -> None:
    await stack.enter_async_context(resource())


def missed(durables: list[str]) -> None:
    """These durables are not there, all others are."""
    if not durables:
        return MISSING.there("durables")
    names = ", ".join(durables)
    said = f"NATS has no durable {names}: it was removed, or its store came back empty"
    return MISSING.wait("durables", Need("no-durable", said, REMEDY))
