"""Reporting, outbound: the one place that speaks to MongoDB; by Motor, see docs/decisions."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from motor.motor_asyncio import AsyncIOMotorClient
from pymongo import ASCENDING, DESCENDING, InsertOne, ReplaceOne
from pymongo.errors import ConnectionFailure, InvalidURI, PyMongoError
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from runtime.failure import Unavailable

Record = dict[str, Any]
T = TypeVar("T")

SESSIONS = "sessions"
CONNECT_SECONDS = 5
READ_SECONDS = 10
NO_TRANSACTIONS = (
    "MongoDB at {address} is a standalone server: the views need transactions. Make it a replica "
    "set (one member will do: start mongod with --replSet rs0, then run rs.initiate())."
)


class Unsuitable(Exception):
    """The database cannot do what the views need; the sentence says what to change."""


class Database:
    """One database: records by collection, and transactions over them.

    `instance` names this process across its restarts, such as host and port.
    """

    def __init__(self, uri: str, name: str, instance: str) -> None:
        self._instance = f"session/{instance}"
        self._one_at_a_time = asyncio.Lock()
        self._session: Any = None
        try:
            self._client: Any = AsyncIOMotorClient(
                uri,
                appname="ngayso-reporting",
                serverSelectionTimeoutMS=CONNECT_SECONDS * 1000,
                connectTimeoutMS=CONNECT_SECONDS * 1000,
                tz_aware=True,
            )
        except (InvalidURI, ValueError) as error:
            raise Unsuitable(f"NGAYSO_MONGODB_URI is not a MongoDB address: {error}") from None
        self._database = self._client.get_database(
            name, write_concern=WriteConcern("majority", j=True)
        )

    async def open(self) -> None:
        """End the transaction that this instance left open if it was killed.

        The server would keep it, and whatever conflicts with it waiting, for a minute
        (transactionLifetimeLimitSeconds; measured: 60 s of standstill after a SIGKILL).
        Everyone may kill their own sessions.
        """
        await self.check()
        if left := await self.get(SESSIONS, self._instance):
            await _reached(self._client.admin.command({"killSessions": [left["session"]]}))
        self._session = await _reached(self._client.start_session())
        await self.put(SESSIONS, {"_id": self._instance, "session": self._session.session_id})

    async def close(self) -> None:
        if self._session is not None:
            await self._session.end_session()
        self._client.close()

    async def check(self) -> None:
        """Raises Unavailable where the server does not answer, Unsuitable on a standalone."""
        hello = await _reached(self._client.admin.command("hello"))
        if "setName" not in hello and hello.get("msg") != "isdbgrid":
            address = ", ".join(f"{host}:{port}" for host, port in sorted(self._client.nodes))
            raise Unsuitable(NO_TRANSACTIONS.format(address=address))

    async def index(self, collection: str, fields: Sequence[str], *, sparse: bool = False) -> None:
        """Make the index unless it is there; a `sparse` one of what has the fields alone."""
        keys = [(field, ASCENDING) for field in fields]
        await _reached(self._database[collection].create_index(keys, sparse=sparse))

    async def transact(self, work: Callable[["Transaction"], Awaitable[T]]) -> T:
        """Run `work` in one transaction, again where another one came in between.

        One journalled commit covers all its writes: measured four times as fast as the same
        writes journalled each, and an acknowledged batch survives a SIGKILL of the server.
        """

        async def attempt(session: Any) -> T:
            return await work(Transaction(self._database, session))

        async with self._one_at_a_time:
            done: T = await _reached(
                self._session.with_transaction(
                    attempt,
                    read_concern=ReadConcern("snapshot"),
                    write_concern=WriteConcern("majority", j=True),
                )
            )
            return done

    async def get(self, collection: str, key: str) -> Record | None:
        found: Record | None = await _reached(self._database[collection].find_one({"_id": key}))
        return found

    async def page(
        self, collection: str, where: Mapping[str, Any], *, sort: str = "_id", limit: int
    ) -> list[Record]:
        """The first `limit` records that match, in the order of `sort`."""
        cursor = self._database[collection].find(dict(where), max_time_ms=READ_SECONDS * 1000)
        found: list[Record] = await _reached(
            cursor.sort(sort, ASCENDING).limit(limit).to_list(limit)
        )
        return found

    async def all(self, collection: str, where: Mapping[str, Any]) -> list[Record]:
        """Every record that matches, in no order."""
        found = self._database[collection].find(dict(where), max_time_ms=READ_SECONDS * 1000)
        records: list[Record] = await _reached(found.to_list(None))
        return records

    async def count(self, collection: str, where: Mapping[str, Any]) -> int:
        counted: int = await _reached(self._database[collection].count_documents(dict(where)))
        return counted

    async def largest(self, collection: str, field: str) -> Record | None:
        """The record in which a field is largest."""
        found: Record | None = await _reached(
            self._database[collection].find_one(sort=[(field, DESCENDING)])
        )
        return found

    async def drop(self, collection: str) -> None:
        """With its indexes; harmless where there is none."""
        await _reached(self._database[collection].drop())

    async def change(
        self, collection: str, key: str, fields: Record, where: Mapping[str, Any] | None = None
    ) -> None:
        """Set fields of one record, if it is as `where` says."""
        one = {"_id": key, **(where or {})}
        await _reached(self._database[collection].update_one(one, {"$set": fields}))

    async def add(self, collection: str, record: Record) -> None:
        """Write one record, unless it is there."""
        rest = {name: value for name, value in record.items() if name != "_id"}
        one = {"_id": record["_id"]}
        await _reached(
            self._database[collection].update_one(one, {"$setOnInsert": rest}, upsert=True)
        )

    async def put(self, collection: str, record: Record) -> None:
        """Write one record, new or not."""
        one = {"_id": record["_id"]}
        await _reached(self._database[collection].replace_one(one, record, upsert=True))


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


async def _reached(answer: Awaitable[Any]) -> Any:
    """Waits for the server; raises Unavailable where it is away or not able to answer now."""
    try:
        return await answer
    except ConnectionFailure as error:
        raise Unavailable(f"MongoDB is away: {error}") from error
    except PyMongoError as error:
        if error.timeout or error.has_error_label("TransientTransactionError"):
            raise Unavailable(f"MongoDB could not answer in time: {error}") from error
        raise
