"""Bench, reporting: facts folded into the views per second, against bare inserts of as many."""

import asyncio
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pymongo

from contracts import topology
from contracts.envelope import encode_batch, wrap
from contracts.facts import ActivityDeclared
from contracts.records import Account, Activity, Budget, Figure, SourceAmount
from contracts.values import Receipt
from deploy.local import parts
from runtime.clock import SystemClock
from runtime.delivery import EXPECTED
from runtime.jetstream.connection import make_broker
from runtime.jetstream.log import JetStreamLog
from runtime.ports import Stored
from runtime.reading import read_stored
from services.reporting.application.projecting import Projecting
from services.reporting.outbound.mongodb import Database
from services.reporting.outbound.views import MongoViews
from services.reporting.settings import Settings

FACTS_TOLD, UNITS, BATCH = 10_000, 200, 500
START = datetime(2022, 9, 15, tzinfo=UTC)
Told = tuple[str, int, int, datetime, bytes]


def activity(number: int) -> Activity:
    """A planned activity with five figures and money."""
    planned = Account(
        figures=[Figure(indicator=f"i-{n}", value=number) for n in range(5)],
        budget=Budget(total=number, sources=[SourceAmount(source="s", amount=number)]),
    )
    return Activity(
        id=f"a-{number}",
        kind="k",
        title=f"Hoạt động {number}",
        starts_on=date(2022, 10, 1),
        ends_on=date(2022, 10, 1),
        planned=planned,
    )


def told() -> list[Told]:
    """Declarations as they lie in the log: subject, sequence, predecessor, moment, body."""
    last: dict[str, int] = {}
    log: list[Told] = []
    for number in range(1, FACTS_TOLD + 1):
        unit, at = f"u-{number % UNITS}", START + timedelta(seconds=number)
        receipt = Receipt(at=at, sequence=number, command=f"c-{number}", sender=unit, door="system")
        fact = ActivityDeclared(plan="p", unit=unit, receipt=receipt, activity=activity(number))
        body = encode_batch([wrap(fact, id=f"{number}", source="urn:ngayso:bench")])
        subject = topology.unit_facts("p", unit)
        log.append((subject, number, last.get(subject, 0), at, body))
        last[subject] = number
    return log


def stored(said: Told) -> Stored:
    """A message as the projection is handed it: decoded."""
    subject, sequence, previous, at, body = said
    headers = {EXPECTED: str(previous)}
    return read_stored(topology.EVENTS.name, subject, sequence, headers, body, at)


async def projected(uri: str, log: list[Told]) -> float:
    """Seconds to decode and project everything, in batches as they are fetched."""
    database = Database(uri, "bench", "bench")
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
    return seconds


def inserted(uri: str, count: int) -> float:
    """Seconds to insert the same documents into an empty collection with the same indexes."""
    with pymongo.MongoClient[dict[str, Any]](uri) as client:
        documents = list(client["bench"]["activities"].find().limit(count))
        bare = client["bench"]["bare"]
        for name, index in client["bench"]["activities"].index_information().items():
            if name != "_id_":
                bare.create_index(index["key"])
        started = time.perf_counter()
        for at in range(0, len(documents), BATCH):
            bare.insert_many(documents[at : at + BATCH], ordered=False)
        return time.perf_counter() - started


def main() -> None:
    log = told()
    with tempfile.TemporaryDirectory() as folder, parts.mongodb(Path(folder)) as mongodb:
        folding = asyncio.run(projected(mongodb.url, log))
        bare = inserted(mongodb.url, len(log))
    print(f"projected: {len(log) / folding:8,.0f} facts/s")
    print(f"inserted:  {len(log) / bare:8,.0f} documents/s, bare")
    print(f"ratio:     {bare / folding:8.2f}")


if __name__ == "__main__":
    main()
