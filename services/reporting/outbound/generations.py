"""Reporting, outbound: the views that are read, those filled beside them, and which are which."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from services.reporting.application.ports import Batch, Beside, Cursor, Superseded
from services.reporting.domain.documents import KINDS
from services.reporting.domain.log.standing import Apart
from services.reporting.outbound.batch import named, run
from services.reporting.outbound.mongodb import Database, Record, Transaction
from services.reporting.outbound.points.images import IMAGES, POINTS
from services.reporting.outbound.shelves import CURSORS, TOTALS, Held, cursor_of, lying_on, shelf_of
from services.reporting.outbound.views import CONTROL, GATE, declare, gate_of, new_generation

FILLING = "filling"
COLLECTIONS = (*(kind.collection for kind in KINDS), TOTALS, CURSORS, POINTS, IMAGES)

T = TypeVar("T")


class MongoBeside:
    """As application.ports.Beside: collections that nobody reads yet; one process fills them."""

    def __init__(self, database: Database, generation: str) -> None:
        self._database = database
        self._held = Held()
        self.generation = generation

    async def transact(self, work: Callable[[Batch], Awaitable[T]]) -> T:
        """What was held is forgotten where a transaction fails: it may have been written."""
        held, self._held = self._held, Held()

        async def ours(transaction: Transaction) -> tuple[T, Held]:
            return await run(work, transaction, held.at(self.generation, held.count))

        done, self._held = await self._database.transact(ours)
        return done

    async def drop(self) -> None:
        await drop(self._database, self.generation)


async def drop(database: Database, generation: str) -> None:
    for collection in COLLECTIONS:
        await database.drop(named(collection, generation))


class LiveRecords:
    """The records of the views that are read: as Database, of those that are at its first call."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._gate: Record | None = None

    async def _first(self) -> Record:
        """The gate as it was at the first call."""
        if self._gate is None:
            self._gate = await gate_of(self._database)
        return self._gate

    async def position(self) -> str | None:
        """Every transaction counts the gate up, with all that it writes."""
        gate = await self._first()
        return f"{gate['live']}.{gate['count']}" if gate["open"] else None

    async def generation(self) -> str:
        return str((await self._first())["live"])

    async def _named(self, collection: str) -> str:
        return named(collection, await self.generation())

    async def get(self, collection: str, key: str) -> Record | None:
        return await self._database.get(await self._named(collection), key)

    async def stored(
        self, collection: str, where: Mapping[str, Any], *, sort: str = "", limit: int = 0
    ) -> list[bytes]:
        return await self._database.stored(
            await self._named(collection), where, sort=sort, limit=limit
        )

    async def all(self, collection: str, where: Mapping[str, Any]) -> list[Record]:
        return await self._database.all(await self._named(collection), where)

    async def count(self, collection: str, where: Mapping[str, Any]) -> int:
        return await self._database.count(await self._named(collection), where)

    async def largest(self, collection: str, field: str) -> Record | None:
        return await self._database.largest(await self._named(collection), field)


class MongoStore:
    """As application.ports.Store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def _gate(self) -> Record:
        return await gate_of(self._database)

    async def newest(self) -> tuple[str, Cursor] | None:
        shelf = await LiveRecords(self._database).largest(CURSORS, "newest")
        found = [] if shelf is None else [*lying_on(shelf).values()]
        at = max(found, key=lambda record: int(record["sequence"]), default=None)
        return (at["_id"], cursor_of(at)) if at else None

    async def cursor(self, lock: str) -> Cursor | None:
        shelf = await LiveRecords(self._database).get(CURSORS, shelf_of(CURSORS, lock))
        found = lying_on(shelf).get(lock) if shelf else None
        return cursor_of(found) if found else None

    async def apart(self) -> Apart | None:
        gate = await self._gate()
        if gate["open"]:
            return None
        why: Apart = gate["apart"] or "interrupted"
        return why

    async def generation(self) -> tuple[str, bool]:
        filling = await self._database.get(CONTROL, FILLING)
        live = str((await self._gate())["live"])
        return live, filling is not None and filling["generation"] != live

    async def refuse(self, why: Apart) -> None:
        await self._database.change(CONTROL, GATE, {"open": False, "apart": why})

    async def begin(self) -> MongoBeside:
        """Views that were filled before and are not read are dropped."""
        beside = MongoBeside(self._database, new_generation())
        before = await self._database.get(CONTROL, FILLING)
        filling = {"_id": FILLING, "generation": beside.generation}
        await self._database.put(CONTROL, filling)
        live = (await self._gate())["live"]
        for generation in {*(before or {}).get("replaced", ()), (before or {}).get("generation")}:
            if generation and generation != live:
                await drop(self._database, generation)
        await declare(self._database, beside.generation)
        return beside

    async def shut(self, beside: Beside) -> None:
        await self._current(beside)
        await self._database.change(CONTROL, GATE, {"open": False})

    async def reopen(self) -> None:
        await self._database.change(CONTROL, GATE, {"open": True}, where={"apart": None})

    async def switch(self, beside: Beside) -> None:
        """Those that were read are kept until the next rebuild: somebody may be reading them."""
        generation = await self._current(beside)
        replaced = (await self._gate())["live"]
        filling = {"_id": FILLING, "generation": generation, "replaced": [replaced]}
        await self._database.put(CONTROL, filling)
        opened = {"open": True, "apart": None, "live": generation}
        await self._database.change(CONTROL, GATE, opened)

    async def _current(self, beside: Beside) -> str:
        filling = await self._database.get(CONTROL, FILLING)
        generation = str((filling or {})["generation"])
        if not isinstance(beside, MongoBeside) or generation != beside.generation:
            raise Superseded
        return generation
