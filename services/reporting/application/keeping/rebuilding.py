"""Reporting, application: fills views from the whole log beside those that are read; switches."""

import asyncio

import structlog

from contracts import topology
from runtime.failure import AWAY, Unreadable, growing_delay
from runtime.lasting import Lasting
from runtime.ports import Log, Stored
from services.reporting.application.points.keeping import EVERY
from services.reporting.application.ports import Beside, Store, Superseded
from services.reporting.application.projecting import Projecting

log = structlog.get_logger()

BATCH = topology.REPORTING_PROJECT.batch
EVERYTHING = topology.REPORTING_PROJECT.filters[0]


class Rebuilding:
    """`views rebuild`, while any number of replicas project and are read.

    Nobody reads the new views before they hold all that the log holds. At the end no transaction
    is let into the old ones for a moment; what is delivered meanwhile is put back, and goes into
    the new. Interrupted before that, nothing has changed; a later rebuild gives an earlier one up.
    """

    def __init__(self, store: Store, log: Log) -> None:
        self._store = store
        self._log = log
        self._running: asyncio.Task[None] | None = None
        self._away = Lasting("cannot-rebuild-yet")

    async def start(self) -> None:
        """Begin, and go on in the background."""
        beside = await self._store.begin()
        self._running = asyncio.create_task(self.finish(beside))

    async def stop(self) -> None:
        """Leave what is being filled; a later rebuild drops it."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.wait([self._running])

    async def rebuild(self) -> None:
        """From beginning to end."""
        await self.finish(await self._store.begin())

    async def finish(self, beside: Beside) -> None:
        """Fill and switch, however long a server is away."""
        filling, tries = Filling(beside, self._log), 0
        while True:
            try:
                await filling.to_the_end()
                await self._switch(beside, filling)
                return self._away.over()
            except Superseded:
                return await beside.drop()
            except AWAY as error:
                tries += 1
                self._away.goes_on(error=repr(error))
                await asyncio.sleep(growing_delay(tries))

    async def _switch(self, beside: Beside, filling: "Filling") -> None:
        await self._store.shut(beside)
        try:
            await filling.to_the_end()
        except BaseException:
            await self._store.reopen()
            raise
        await self._store.switch(beside)
        log.info("views-rebuilt")


class Filling:
    """Brings the log into views, message by message from the first.

    What cannot be read is left out, with what follows on its subject, as it is in the views that
    are read: it waits in the durable for its mending.
    """

    def __init__(self, beside: Beside, log: Log) -> None:
        self._beside = beside
        self._projecting = Projecting(beside, log)
        self._log = log
        self._after = self._kept = 0
        self._stuck: set[str] = set()

    async def to_the_end(self) -> None:
        """Until the log holds nothing more."""
        batch, facts = list[Stored](), 0
        async for stored in self._log.read_all(EVERYTHING, self._after, lenient=True):
            batch.append(stored)
            facts += len(stored.events)
            if len(batch) == BATCH or facts >= BATCH:
                await self._put(batch)
                batch, facts = [], 0
        await self._put(batch)

    async def _put(self, batch: list[Stored]) -> None:
        fit = [one for one in batch if topology.lock_of(one.subject) not in self._stuck]
        while fit:
            try:
                await self._projecting.project(fit)
                break
            except Unreadable as error:
                stuck = topology.lock_of(error.subject)
                self._stuck.add(stuck)
                fit = [one for one in fit if topology.lock_of(one.subject) != stuck]
        if batch:
            self._after = batch[-1].sequence
            await self._keep()

    async def _keep(self) -> None:
        """A point after every so many messages, as long as none was left out."""
        if self._after - self._kept >= EVERY and not self._stuck:
            await self._beside.transact(lambda views: views.keep(self._after))
            self._kept = self._after
