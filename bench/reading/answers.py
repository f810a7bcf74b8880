"""Bench, reading: how long answers take with few activities in a plan, and with ten times as many.

The views are filled by the projection in this process, for each number in a database of its own.
Then the service is asked, as it is shipped, over HTTP; its NATS is empty, which its pages say. Told
is the time that 95 of 100 answers stay under; of a page, that of its first byte.
"""

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path

import httpx

from bench.campaign.given import PLAN, TOP, Size
from bench.campaign.streams import on_servers
from bench.figures import Figure, figure
from bench.project import BATCH
from bench.reading.told import UNITS, Told
from bench.start import peak
from deploy.local import parts
from deploy.local.issuer.people import people
from deploy.local.issuer.tokens import AUDIENCE, bearer
from deploy.local.process import Process
from runtime.clock import SystemClock
from runtime.jetstream.connection import make_broker
from runtime.jetstream.log import JetStreamLog
from services.reporting.application.projecting import Projecting
from services.reporting.outbound.mongodb import Database
from services.reporting.outbound.views import MongoViews
from services.reporting.settings import Settings

API = f"/api/plans/{PLAN}"
ASKED: Mapping[str, tuple[str, str]] = {
    "totals": ("tong-hop", f"{API}/totals"),
    "plan summary": ("tong-hop", API),
    "list of activities": ("tong-hop", f"{API}/activities"),
    "list of duties": ("tong-hop", f"{API}/duties?status=owing"),
    "a unit's summary": ("don-vi", API),
    "index page": ("tong-hop", "/"),
    "plan page": ("tong-hop", f"/plans/{PLAN}"),
    "a unit's page": ("don-vi", f"/plans/{PLAN}"),
}
"""Who asks for what."""
Times = dict[str, list[float]]
"""By what is asked for, and MEMORY: a figure for each round."""
MEMORY = "memory of reporting"


async def fill(uri: str, name: str, activities: int) -> None:
    database = Database(lambda: uri, name, "bench")
    await database.open()
    views = MongoViews(database)
    await views.declare()
    log_away = JetStreamLog(make_broker(Settings(), "bench"), SystemClock())
    projecting = Projecting(views, log_away)
    told = Told().campaign(activities)
    while batch := list(islice(told, BATCH)):
        await projecting.project(batch)
    await database.close()


def first_byte(client: httpx.Client, address: str, headers: Mapping[str, str]) -> float:
    """Milliseconds until it comes; the rest is read after that."""
    started = time.perf_counter()
    with client.stream("GET", address, headers=headers) as answer:
        pieces = answer.iter_raw()
        next(pieces)
        milliseconds = (time.perf_counter() - started) * 1_000
        for _ in pieces:
            pass
        answer.raise_for_status()
    return milliseconds


def all_of_it(client: httpx.Client, address: str, headers: Mapping[str, str]) -> float:
    started = time.perf_counter()
    client.get(address, headers=headers).raise_for_status()
    return (time.perf_counter() - started) * 1_000


def most(answers: list[float]) -> float:
    """What 95 of 100 stay under."""
    return sorted(answers)[len(answers) * 95 // 100]


def asked(service: Process, issuer: str, requests: int) -> Times:
    """One round: each asked for so many times."""
    found: Times = {}
    with httpx.Client(base_url=service.url, timeout=60) as client:
        for name, (who, address) in ASKED.items():
            headers = bearer(issuer, who)
            way: Callable[..., float] = first_byte if name.endswith("page") else all_of_it
            found[name] = [most([way(client, address, headers) for _ in range(requests)])]
    return {**found, MEMORY: [peak(service)]}


async def measure(folder: Path, size: Size) -> list[Figure]:
    found: list[Times] = []
    async with on_servers(1, folder, synced=False) as campaign:
        await campaign.begin()
        with (
            parts.mongodb(folder / "mongodb") as mongodb,
            parts.issuer(people(TOP, UNITS[0]), log=folder / "issuer.log") as issuer,
        ):
            for activities in size.read:
                name = f"bench-{activities}"
                await fill(mongodb.url, name, activities)
                env = {
                    "NGAYSO_NATS_URL": campaign.url,
                    "NGAYSO_MONGODB_URI": mongodb.url,
                    "NGAYSO_MONGODB_DATABASE": name,
                    "NGAYSO_OIDC_ISSUER": issuer.url,
                    "NGAYSO_OIDC_AUDIENCE": AUDIENCE,
                }
                with parts.service("reporting", env, log=folder / f"{name}.log") as service:
                    rounds = [
                        await asyncio.to_thread(asked, service, issuer.url, size.requests)
                        for _ in range(size.rounds)
                    ]
                found.append({one: [times[one][0] for times in rounds] for one in rounds[0]})
    return list(_figures(size, *found))


def _figures(size: Size, few: Times, many: Times) -> Iterator[Figure]:
    less, more = size.read
    for name, values in many.items():
        unit = "MiB" if name == MEMORY else "ms"
        against = f"{less:,} activities"
        yield figure(f"{name}, {more:,} activities", 0, unit, values, against, few[name])
