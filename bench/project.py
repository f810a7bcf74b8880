"""Bench, project: facts folded into the views per second, against bare writes of as many.

On one MongoDB. In each round the same facts are decoded and projected into an empty database, in
batches as they are fetched; then the documents that came of it are written into an empty
collection with the same indexes: inserted without more; inserted, each batch in a journalled
transaction with a checkpoint; and written in such transactions too, each behind a guard of its own:
an upsert that takes no later state back.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pymongo
from pymongo import UpdateOne
from pymongo.client_session import ClientSession
from pymongo.collection import Collection
from pymongo.write_concern import WriteConcern

from bench.campaign.given import START, Outgoing, Size, history
from bench.figures import Figure, figure
from deploy.local import parts
from runtime.ahead import Ahead
from runtime.clock import SystemClock
from runtime.delivery import EXPECTED, Delivery
from runtime.memory.log import MemoryLog
from runtime.memory.server import Server
from services.reporting.application.points.keeping import Keeping
from services.reporting.application.projecting import Projecting
from services.reporting.inbound.facts import Facts
from services.reporting.outbound.batch import named
from services.reporting.outbound.mongodb import Database
from services.reporting.outbound.points.reading import MongoPoints
from services.reporting.outbound.views import CONTROL, GATE, MongoViews

UNITS, BATCH = 200, 500
BASELINES = {
    "facts projected": "documents inserted",
    "facts projected, by batches": "inserts and a checkpoint",
    "facts projected, guarded": "writes, each guarded",
}
OF_FEW = ("sparse", "partialFilterExpression")

Record = dict[str, Any]
Writing = Collection[Record]


def told(count: int) -> list[Delivery]:
    """Declarations as the log hands them over. The units speak in turn."""
    each = [list(history(f"u-{unit}", -(-count // UNITS), 1)) for unit in range(UNITS)]
    spoken = [message for turn in zip(*each, strict=True) for message in turn][:count]
    return [delivery(n, message) for n, message in enumerate(spoken, 1)]


def delivery(sequence: int, message: Outgoing) -> Delivery:
    at, headers = START + timedelta(seconds=sequence), {EXPECTED: str(max(sequence - UNITS, 0))}
    stored = round(at.timestamp() * 1e9)
    return Delivery(message.subject, message.data, headers, sequence, stored, at, 1)


class Nothing:
    """A durable of which nobody says how far it came."""

    async def all_until(self) -> int:
        return 0


async def projected(uri: str, name: str, log: list[Delivery]) -> float:
    """Facts a second, taken as the service takes them: decoded, folded and written."""
    database = Database(lambda: uri, name, "bench")
    await database.open()
    views = MongoViews(database)
    await views.declare()
    empty = MemoryLog(Server(SystemClock()))  # nothing is in quarantine, and nothing missing
    keeping = Keeping(MongoPoints(database, Nothing()), Nothing())
    ahead = Ahead(Facts(empty, Projecting(views, empty), keeping).handle, BATCH)
    started = time.perf_counter()
    for at in range(0, len(log), BATCH):
        await ahead.take(log[at : at + BATCH])
    await ahead.end()
    seconds = time.perf_counter() - started
    await database.close()
    return len(log) / seconds


def written(uri: str, name: str, count: int) -> tuple[float, ...]:
    """Documents a second: inserted, inserted with checkpoints, and guarded one by one."""
    with pymongo.MongoClient[Record](uri) as client:
        gate = client[name][CONTROL].find_one({"_id": GATE}) or {}
        activities = client[name][named("activities", gate["live"])]
        documents = list(activities.find())
        if len(documents) != count:
            raise RuntimeError(f"{len(documents)} of {count} activities were projected")
        into = [client[name][one] for one in ("bare", "checked", "guarded")]
        for index, made in activities.index_information().items():
            which = {name: made[name] for name in OF_FEW if name in made}
            for one in into:
                if index != "_id_":
                    one.create_index(made["key"], **which)
        batches = [documents[at : at + BATCH] for at in range(0, count, BATCH)]
        seconds = [
            _bare(into[0], batches),
            _checkpointed(client, into[1], batches, _insert),
            _checkpointed(client, into[2], batches, _guarded),
        ]
        client.drop_database(name)
        return tuple(count / one for one in seconds)


def _bare(into: Writing, batches: list[list[Record]]) -> float:
    """Seconds."""
    started = time.perf_counter()
    for batch in batches:
        into.insert_many(batch, ordered=False)
    return time.perf_counter() - started


def _insert(into: Writing, batch: list[Record], session: ClientSession) -> None:
    into.insert_many(batch, ordered=False, session=session)


def _guarded(into: Writing, batch: list[Record], session: ClientSession) -> None:
    """What is to be written of each holds where no later one stands there."""
    writes = list[UpdateOne]()
    for sequence, one in enumerate(batch):
        later = {"$gte": [{"$ifNull": ["$seq", -1]}, sequence]}
        now = {field: {"$literal": value} for field, value in one.items() if field != "_id"}
        merged = {"$mergeObjects": ["$$ROOT", now, {"seq": sequence}]}
        guard = [{"$replaceWith": {"$cond": [later, "$$ROOT", merged]}}]
        writes.append(UpdateOne({"_id": one["_id"]}, guard, upsert=True))
    into.bulk_write(writes, ordered=False, session=session)


def _checkpointed(
    client: pymongo.MongoClient[Record],
    into: Writing,
    batches: list[list[Record]],
    write: Callable[[Writing, list[Record], ClientSession], None],
) -> float:
    """Seconds."""
    checkpoints = into.database["checkpoints"]
    checkpoints.replace_one({"_id": "bench"}, {"at": 0}, upsert=True)
    started = time.perf_counter()
    for number, batch in enumerate(batches):
        with (
            client.start_session() as session,
            session.start_transaction(write_concern=WriteConcern("majority", j=True)),
        ):
            write(into, batch, session)
            at = {"$set": {"at": number}}
            checkpoints.update_one({"_id": "bench"}, at, session=session)
    return time.perf_counter() - started


async def measure(folder: Path, size: Size) -> list[Figure]:
    log, folding, rates = told(size.projected), list[float](), list[tuple[float, ...]]()
    with parts.mongodb(folder) as mongodb:
        for number in range(size.rounds):
            name = f"bench{number}"
            folding.append(await projected(mongodb.url, name, log))
            rates.append(written(mongodb.url, name, len(log)))
    columns = zip(BASELINES.items(), zip(*rates, strict=True), strict=True)
    return [figure(name, 0, "/s", folding, against, each) for (name, against), each in columns]
