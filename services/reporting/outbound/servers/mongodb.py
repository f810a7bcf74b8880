"""Reporting, outbound, servers: whether MongoDB is there, and lets us in."""

from collections.abc import Awaitable, Iterable, Mapping
from typing import Any

from motor.motor_asyncio import AsyncIOMotorClient
from pymongo.errors import ConfigurationError, ConnectionFailure, PyMongoError

from runtime.failure import Unavailable
from runtime.missing import MISSING, Need

MONGODB = "mongodb"
"""The name under which it is missed."""
CONNECT_SECONDS = 5
NOT_LET_IN = (13, 18)
"""MongoDB's codes: Unauthorized, AuthenticationFailed."""
ANOTHER = "put the address with what MongoDB knows into the file of NGAYSO_MONGODB_URI_FILE"
START = "start MongoDB, or correct NGAYSO_MONGODB_URI; it is used as soon as it answers"
TRANSACTIONS = "transactions"
NO_TRANSACTIONS = "MongoDB at {address} is a standalone server: the views need transactions"
MAKE_SET = (
    "make it a replica set (one member will do: start mongod with --replSet rs0, then run"
    " rs.initiate()); it is looked at again by itself"
)


class Unsuitable(ValueError):
    """The database cannot do what the views need; the sentence says what to change."""


def client_of(uri: str) -> Any:
    """Connects by itself; raises Unsuitable for what is no address."""
    try:
        return AsyncIOMotorClient(
            uri,
            appname="ngayso-reporting",
            serverSelectionTimeoutMS=CONNECT_SECONDS * 1000,
            connectTimeoutMS=CONNECT_SECONDS * 1000,
            tz_aware=True,
        )
    except (ConfigurationError, ValueError) as error:
        raise Unsuitable(f"NGAYSO_MONGODB_URI is not a MongoDB address: {error}") from None


async def reached(answer: Awaitable[Any]) -> Any:
    """Waits for the server; raises Unavailable where it is away or not able to answer now, or does
    not let us in: what waits for that is not to blame, and goes on once it does.
    """
    try:
        found = await answer
    except ConnectionFailure as error:
        raise away(_brief(error)) from error
    except PyMongoError as error:
        if getattr(error, "code", None) in NOT_LET_IN:
            said = f"MongoDB does not let us in: {_brief(error)}"
            MISSING.wait(MONGODB, Need("mongodb-not-let-in", said, ANOTHER))
            raise Unavailable(said) from error
        if error.timeout or error.has_error_label("TransientTransactionError"):
            raise Unavailable(f"MongoDB could not answer in time: {error}") from error
        raise
    MISSING.there(MONGODB)
    return found


def _brief(error: Exception) -> str:
    """Without all that the client knows of its servers."""
    return str(error).partition(", full error:")[0].partition(" (configured timeouts")[0]


def away(why: str) -> Unavailable:
    said = f"MongoDB does not answer: {why}"
    MISSING.wait(MONGODB, Need("no-mongodb", said, START))
    return Unavailable(said)


def suitable(hello: Mapping[str, Any], nodes: Iterable[tuple[str, int]]) -> None:
    """Raises Unsuitable for a server that has no transactions, by what it says of itself."""
    if "setName" in hello or hello.get("msg") == "isdbgrid":
        return MISSING.there(TRANSACTIONS)
    address = ", ".join(f"{host}:{port}" for host, port in sorted(nodes))
    said = NO_TRANSACTIONS.format(address=address)
    MISSING.wait(TRANSACTIONS, Need("mongodb-standalone", said, MAKE_SET))
    raise Unsuitable(f"{said}: {MAKE_SET}")
