"""MongoDB by an address that is read anew, and what is said while it is away or refuses us."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import pymongo
import pytest
from pymongo import monitoring
from pymongo.errors import OperationFailure
from pymongo.monitoring import CommandListener, CommandStartedEvent

from deploy.local.process import Process
from runtime.failure import Unavailable
from runtime.missing import MISSING
from services.reporting.outbound.mongodb import Database, Transaction
from services.reporting.outbound.servers.mongodb import Unsuitable, reached, suitable
from services.reporting.settings import Settings

NOBODY = "mongodb://127.0.0.1:1/?directConnection=true"


def kinds() -> list[str]:
    return [need["what"] for need in MISSING.told()]


async def written(database: Database) -> None:
    """Something, in a transaction."""

    async def work(transaction: Transaction) -> None:
        await transaction.write("things", [], [{"_id": "a"}])
        await transaction.write("things", [{"_id": f"b{len(kinds())}"}], [])

    await database.transact(work)
    await database.drop("things")


@pytest.mark.servers
async def test_an_address_is_used_from_when_its_file_says_it(
    own_mongodb: Process, tmp_path: Path
) -> None:
    """With a password that the server knows: until then it is asked again, and nobody is blamed."""
    with pymongo.MongoClient[dict[str, Any]](own_mongodb.url) as client:
        client.admin.command("createUser", "reporting", pwd="right", roles=["root"])
    own_mongodb.command = (*own_mongodb.command, "--auth")
    own_mongodb.restart()
    host = own_mongodb.url.removeprefix("mongodb://").partition("/")[0]

    def as_with(word: str) -> str:
        return f"mongodb://reporting:{word}@{host}/?directConnection=true&authSource=admin"

    MISSING.begin()
    file = tmp_path / "uri"
    file.write_text(NOBODY)
    database = Database(Settings(mongodb_uri_file=file).mongodb, "ngayso", "test")
    with pytest.raises(Unavailable, match="does not answer"):
        await database.open()
    assert kinds() == ["no-mongodb"]
    file.write_text(as_with("wrong"))
    with pytest.raises(Unavailable, match="does not let us in"):
        await database.open()
    assert kinds() == ["mongodb-not-let-in"]
    file.write_text(as_with("right"))
    await database.open()
    assert kinds() == []
    await written(database)

    for unreadable in ("", "http://mongo-0"):
        file.write_text(unreadable)
        await written(database)  # by what was known
    file.write_text(as_with("right") + "&appname=again")
    await written(database)  # by another client, hence in another session
    file.unlink()
    await written(database)
    await database.close()


@pytest.mark.parametrize("code", [13, 18])
async def test_what_waits_is_not_to_blame_where_we_are_not_let_in(code: int) -> None:
    """A password that changes while a batch is written makes no dead letter."""

    async def refused() -> None:
        raise OperationFailure("not let in", code)

    MISSING.begin()
    with pytest.raises(Unavailable):
        await reached(refused())
    assert kinds() == ["mongodb-not-let-in"]


def test_a_standalone_is_told_until_it_is_a_replica_set() -> None:
    MISSING.begin()
    with pytest.raises(Unsuitable, match=r"mongo-0:27017 is a standalone .* rs.initiate"):
        suitable({}, [("mongo-0", 27017)])
    assert kinds() == ["mongodb-standalone"]
    suitable({"setName": "rs0"}, [("mongo-0", 27017)])
    assert kinds() == []


class Concerns(CommandListener):
    """How durable the reads outside transactions asked for what they read to be."""

    def __init__(self) -> None:
        self.asked: dict[str, list[object]] = defaultdict(list)

    def started(self, event: CommandStartedEvent) -> None:
        if event.command_name in ("find", "aggregate") and "txnNumber" not in event.command:
            self.asked[event.database_name].append(event.command.get("readConcern"))

    def succeeded(self, event: object) -> None: ...
    def failed(self, event: object) -> None: ...


@pytest.mark.servers
async def test_nothing_is_read_that_a_failover_could_take_back(settings: Settings) -> None:
    """By one count of the gate there would be two states of the views, and what was kept of the
    first, a tag or a plan, would be told of the second.
    """
    concerns = Concerns()
    monitoring.register(concerns)
    database = Database(settings.mongodb, settings.mongodb_database, "test")
    await database.open()
    await written(database)
    await database.get("things", "a")
    await database.stored("things", {})
    await database.all("things", {})
    await database.count("things", {})
    await database.largest("things", "_id")
    await database.close()
    asked = concerns.asked[settings.mongodb_database]
    assert len(asked) >= 5
    assert all(one == {"level": "majority"} for one in asked)
