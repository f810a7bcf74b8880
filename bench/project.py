"""Bench, project: facts folded into the views per second, against bare inserts of as many.

On one MongoDB. In each round the same facts are decoded and projected into an empty database, in
batches as they are fetched; then the documents that came of it are inserted into an empty
collection with the same indexes.
"""

import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pymongo

from bench.campaign.given import START, Size, history
from bench.figures import Figure, figure
from deploy.local import parts
from runtime.clock import SystemClock
from runtime.jetstream.connection import make_broker
from runtime.jetstream.log import JetStreamLog
from runtime.ports import Stored
from runtime.reading import events_of
from services.reporting.application.projecting import Projecting
from services.reporting.outbound.mongodb import Database
from services.reporting.outbound.views import CONTROL, GATE, MongoViews, named
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


def inserted(uri: str, name: str, count: int) -> float:
    """Documents a second."""
    with pymongo.MongoClient[dict[str, Any]](uri) as client:
        gate = client[name][CONTROL].find_one({"_id": GATE}) or {}
        activities = client[name][named("activities", gate["live"])]
        documents = list(activities.find())
        if len(documents) != count:
            raise RuntimeError(f"{len(documents)} of {count} activities were projected")
        bare = client[name]["bare"]
        for index, made in activities.index_information().items():
            if index != "_id_":
                bare.create_index(made["key"])
        started = time.perf_counter()
        for at in range(0, count, BATCH):
            bare.insert_many(documents[at : at + BATCH], ordered=False)
        seconds = time.perf_counter() - started
        client.drop_database(name)
        return count / seconds


async def measure(folder: Path, size: Size) -> list[Figure]:
    log, folding, bare = told(size.projected), [], []
    with parts.mongodb(folder) as mongodb:
        for number in range(size.rounds):
            name = f"bench{number}"
            folding.append(await projected(mongodb.url, name, log))
            bare.append(inserted(mongodb.url, name, len(log)))
    return [figure("facts projected", 0, "/s", folding, "documents inserted", bare)]
