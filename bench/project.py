"""Bench, project: facts folded into the views per second, against bare writes of as many.

On one MongoDB. In each round the same facts are decoded and projected into an empty database, in
batches as they are fetched; then the documents that came of it are inserted into an empty
collection with the same indexes: without more, and guarded, each batch in a journalled transaction
with a checkpoint.
"""

import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pymongo
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


def inserted(uri: str, name: str, count: int) -> tuple[float, float]:
    """Documents a second, bare and guarded."""
    with pymongo.MongoClient[dict[str, Any]](uri) as client:
        gate = client[name][CONTROL].find_one({"_id": GATE}) or {}
        activities = client[name][named("activities", gate["live"])]
        documents = list(activities.find())
        if len(documents) != count:
            raise RuntimeError(f"{len(documents)} of {count} activities were projected")
        into = [client[name][one] for one in ("bare", "guarded")]
        for index, made in activities.index_information().items():
            for one in into:
                if index != "_id_":
                    one.create_index(made["key"], sparse=made.get("sparse", False))
        batches = [documents[at : at + BATCH] for at in range(0, count, BATCH)]
        bare, guarded = _bare(into[0], batches), _guarded(client, into[1], batches)
        client.drop_database(name)
        return count / bare, count / guarded


def _bare(into: Collection[dict[str, Any]], batches: list[list[dict[str, Any]]]) -> float:
    """Seconds."""
    started = time.perf_counter()
    for batch in batches:
        into.insert_many(batch, ordered=False)
    return time.perf_counter() - started


def _guarded(
    client: pymongo.MongoClient[dict[str, Any]],
    into: Collection[dict[str, Any]],
    batches: list[list[dict[str, Any]]],
) -> float:
    """Seconds."""
    checkpoints = into.database["checkpoints"]
    checkpoints.insert_one({"_id": "bench", "at": 0})
    started = time.perf_counter()
    for number, batch in enumerate(batches):
        with (
            client.start_session() as session,
            session.start_transaction(write_concern=WriteConcern("majority", j=True)),
        ):
            into.insert_many(batch, ordered=False, session=session)
            at = {"$set": {"at": number}}
            checkpoints.update_one({"_id": "bench"}, at, session=session)
    return time.perf_counter() - started


async def measure(folder: Path, size: Size) -> list[Figure]:
    log, folding, bare, guarded = told(size.projected), [], [], []
    with parts.mongodb(folder) as mongodb:
        for number in range(size.rounds):
            name = f"bench{number}"
            folding.append(await projected(mongodb.url, name, log))
            plain, kept = inserted(mongodb.url, name, len(log))
            bare.append(plain)
            guarded.append(kept)
    return [
        figure("facts projected", 0, "/s", folding, "documents inserted", bare),
        figure("facts projected, guarded", 0, "/s", folding, "guarded writes", guarded),
    ]
