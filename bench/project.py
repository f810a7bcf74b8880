"""Bench, project: facts folded into the views per second, against bare writes of as many.

On one MongoDB. In each round the same facts are decoded and projected into an empty database, in
batches as they are fetched; then the documents that came of it are inserted into an empty
collection with the same indexes: without more, and guarded, each batch in a journalled transaction
with a checkpoint.
"""

import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pymongo
from pymongo.collection import Collection
from pymongo.write_concern import WriteConcern

from bench.campaign.given import START, Size, history
from bench.figures import Figure, figure
from deploy.local import parts
from runtime.clock import SystemClock
from runtime.jetstream.connection import make_broker
from runtime.jetstream.log import JetStreamLog
from runtime.ports import Stored
from runtime.reading import events_of
from services.reporting.application.projecting import Projecting
from services.reporting.outbound.batch import named
from services.reporting.outbound.mongodb import Database
from services.reporting.outbound.views import CONTROL, GATE, MongoViews
from services.reporting.settings import Settings

UNITS, BATCH = 200, 500
Told = tuple[str, int, int, datetime, bytes]


def told(count: int) -> list[Told]:
    """Declarations as they lie in the log: subject, sequence, predecessor, moment, body. The units
    speak in turn.
    """
    each = [list(history(f"u-{unit}", -(-count // UNITS), 1)) for unit in range(UNITS)]
    spoken = [message for turn in zip(*each, strict=True) for message in turn][:count]
    return [
        (message.subject, n, max(n - UNITS, 0), START + timedelta(seconds=n), message.data)
        for n, message in enumerate(spoken, 1)
    ]


def stored(said: Told) -> Stored:
    """A message as the projection is handed it: decoded."""
    subject, sequence, previous, at, body = said
    return Stored(subject, sequence, previous, at, events_of(subject, body))


async def projected(uri: str, name: str, log: list[Told]) -> float:
    """Facts a second."""
    database = Database(uri, name, "bench")
    await database.open()
    views = MongoViews(database)
    await views.declare()
    # Nothing is missing here, so the log is never asked.
    log_away = JetStreamLog(make_broker(Settings(), "bench"), SystemClock())
    projecting = Projecting(views, log_away)
    started = time.perf_counter()
    for at in range(0, len(log), BATCH):
        await projecting.project([stored(said) for said in log[at : at + BATCH]])
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
