"""Reporting, outbound: the one place that speaks to MongoDB; by Motor, see docs/decisions."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import structlog
from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from pymongo import ASCENDING, DESCENDING, InsertOne, ReplaceOne
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from runtime.lasting import Lasting
from services.reporting.outbound.servers.mongodb import (
    Unsuitable,
    away,
    client_of,
    reached,
    suitable,
)

log = structlog.get_logger()

Record = dict[str, Any]
UNDECODED: CodecOptions[Any] = CodecOptions(document_class=RawBSONDocument)
T = TypeVar("T")

SESSIONS = "sessions"
CHECK_SECONDS = 1.5
READ_SECONDS = 10
HELD = 500  # records at a time, where they are taken one by one


class Database:
    """One database: records by collection, and transactions over them.

    `uri` reads the address with its password, which may change while we run: from then on another
    client is used. `instance` names this process across its restarts, such as host and port.
    """

    def __init__(self, uri: Callable[[], str], name: str, instance: str) -> None:
        self._uri = uri
        self._name = name
        self._instance = f"session/{instance}"
        self._one_at_a_time = asyncio.Lock()
        self._session: Any = None
        self._known = uri()
        self._clients = [client_of(self._known)]
        self._unread = Lasting("mongodb-uri-not-read")

    @property
    def _client(self) -> Any:
        """By the address as it is now; one that is no address leaves the client as it was."""
        try:
            if (uri := self._uri()) != self._known:
                self._known = uri
                self._clients.append(client_of(uri))
                log.info("mongodb-uri-changed")
                self._unread.over()
        except (OSError, Unsuitable) as error:
            self._unread.goes_on(error=type(error).__name__)
        return self._clients[-1]

    @property
    def _database(self) -> Any:
        """Nothing is read that a failover could take back: what is kept by the gate would stay."""
        read, write = ReadConcern("majority"), WriteConcern("majority", j=True)
        return self._client.get_database(self._name, read_concern=read, write_concern=write)

    async def open(self) -> None:
        """End the transaction that this instance left open if it was killed.

        The server would keep it, and whatever conflicts with it waiting, for a minute
        (transactionLifetimeLimitSeconds; measured: 60 s of standstill after a SIGKILL).
        Everyone may kill their own sessions.
        """
        await self.check()
        if left := await self.get(SESSIONS, self._instance):
            await reached(self._client.admin.command({"killSessions": [left["session"]]}))
        await self._begin_session()

    async def _begin_session(self) -> None:
        client = self._client
        self._session = await reached(client.start_session())
        await self.put(SESSIONS, {"_id": self._instance, "session": self._session.session_id})

    async def close(self) -> None:
        if self._session is not None:
            await self._session.end_session()
        for client in self._clients:
            client.close()

    async def check(self) -> None:
        """Raises Unavailable where the server does not answer, Unsuitable on a standalone."""
        try:
            async with asyncio.timeout(CHECK_SECONDS):
                hello = await reached(self._client.admin.command("hello"))
        except TimeoutError:
            raise away("no answer") from None
        suitable(hello, self._client.nodes)

    async def index(
        self, collection: str, fields: Sequence[str], which: Mapping[str, Any] | None = None
    ) -> None:
        """Make the index unless it is there; `which` says of which records alone."""
        keys = [(field, ASCENDING) for field in fields]
        await reached(self._database[collection].create_index(keys, **(which or {})))

    async def transact(self, work: Callable[["Transaction"], Awaitable[T]]) -> T:
        """Run `work` in one transaction, again where another one came in between.

        One journalled commit covers all its writes: measured four times as fast as the same
        writes journalled each, and an acknowledged batch survives a SIGKILL of the server.
        """

        async def attempt(session: Any) -> T:
            return await work(Transaction(self._database, session))

        async with self._one_at_a_time:
            if self._session.client is not self._client:
                await self._begin_session()
            done: T = await reached(
                self._session.with_transaction(
                    attempt,
                    read_concern=ReadConcern("snapshot"),
                    write_concern=WriteConcern("majority", j=True),
                )
            )
            return done

    async def get(self, collection: str, key: str) -> Record | None:
        found: Record | None = await reached(self._database[collection].find_one({"_id": key}))
        return found

    async def stored(
        self, collection: str, where: Mapping[str, Any], *, sort: str = "", limit: int = 0
    ) -> list[bytes]:
        """The first `limit` records that match in the order of `sort`, or all, undecoded."""
        records = self._database[collection].with_options(codec_options=UNDECODED)
        cursor = records.find(dict(where), max_time_ms=READ_SECONDS * 1000, limit=limit)
        found = await reached((cursor.sort(sort, ASCENDING) if sort else cursor).to_list(None))
        return [one.raw for one in found]

    async def all(self, collection: str, where: Mapping[str, Any]) -> list[Record]:
        """Every record that matches, in no order."""
        return [one async for one in self.each(collection, where)]

    async def each(self, collection: str, where: Mapping[str, Any]) -> AsyncIterator[Record]:
        """The same, of which only some are held at a time."""
        found = self._database[collection].find(dict(where), batch_size=HELD)
        found.max_time_ms(READ_SECONDS * 1000)
        while records := await reached(found.to_list(HELD)):
            for one in records:
                yield one

    async def count(self, collection: str, where: Mapping[str, Any]) -> int:
        counted: int = await reached(self._database[collection].count_documents(dict(where)))
        return counted

    async def largest(
        self, collection: str, field: str, where: Mapping[str, Any] | None = None
    ) -> Record | None:
        """Of the records that match, the one in which a field is largest."""
        found: Record | None = await reached(
            self._database[collection].find_one(dict(where or {}), sort=[(field, DESCENDING)])
        )
        return found

    async def drop(self, collection: str) -> None:
        """With its indexes; harmless where there is none."""
        await reached(self._database[collection].drop())

    async def change(
        self, collection: str, key: str, fields: Record, where: Mapping[str, Any] | None = None
    ) -> None:
        """Set fields of one record, if it is as `where` says."""
        one = {"_id": key, **(where or {})}
        await reached(self._database[collection].update_one(one, {"$set": fields}))

    async def add(self, collection: str, record: Record) -> None:
        """Write one record, unless it is there."""
        rest = {name: value for name, value in record.items() if name != "_id"}
        one = {"_id": record["_id"]}
        await reached(
            self._database[collection].update_one(one, {"$setOnInsert": rest}, upsert=True)
        )

    async def put(self, collection: str, record: Record) -> None:
        """Write one record, new or not."""
        one = {"_id": record["_id"]}
        await reached(self._database[collection].replace_one(one, record, upsert=True))


class Transaction:
    """The same records, seen and written inside one transaction."""

    def __init__(self, database: Any, session: Any) -> None:
        self._database = database
        self._session = session

    async def find(self, collection: str, keys: Iterable[str]) -> dict[str, Record]:
        """The records under these keys, by key."""
        names = sorted(set(keys))
        if not names:
            return {}
        cursor = self._database[collection].find({"_id": {"$in": names}}, session=self._session)
        return {record["_id"]: record for record in await cursor.to_list(len(names))}

    async def matching(self, collection: str, where: Mapping[str, Any]) -> list[Record]:
        """Every record that matches, in no order."""
        cursor = self._database[collection].find(dict(where), session=self._session)
        found: list[Record] = await cursor.to_list(None)
        return found

    async def largest(self, collection: str, field: str) -> Record | None:
        """The record in which a field is largest."""
        found: Record | None = await self._database[collection].find_one(
            sort=[(field, DESCENDING)], session=self._session
        )
        return found

    async def count_up(self, collection: str, key: str, where: Mapping[str, Any]) -> bool:
        """Add one to the record's `count` if it is as `where` says; whether it is.

        As a write it conflicts with every other write to the record, where a read would not.
        """
        result = await self._database[collection].update_one(
            {"_id": key, **where}, {"$inc": {"count": 1}}, session=self._session
        )
        return bool(result.matched_count)

    async def write(
        self, collection: str, new: Sequence[Record], changed: Sequence[Record]
    ) -> None:
        """Insert what was not there when it was looked for, replace what was, all at once."""
        writes: list[Any] = [InsertOne(record) for record in new]
        writes += [ReplaceOne({"_id": record["_id"]}, record) for record in changed]
        if writes:
            await self._database[collection].bulk_write(
                writes, ordered=False, session=self._session
            )

    async def remove(self, collection: str, keys: Sequence[str]) -> None:
        """Remove the records under these keys, those that there are."""
        await self._database[collection].delete_many(
            {"_id": {"$in": list(keys)}}, session=self._session
        )
