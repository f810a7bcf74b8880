"""Bench, reading: how long after a command is sent the API tells what it changed, under load.

One registry, one NATS and the reporting service as they are shipped are sent 200 commands a second,
new activities of each unit in turn. Beside them one unit declares an activity, asks for it by the
API every tenth of a second until it is there, and declares the next. Told is the time that 95 of
100 of these take, from before the command is sent, beside the second that is asked for.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import httpx

from bench.campaign.given import NAMES, PLAN, TOP, Outgoing, Size, declaration
from bench.campaign.replicas import registry_of
from bench.campaign.streams import Campaign, on_servers
from bench.figures import Figure, figure
from bench.reading.answers import most
from deploy.local import parts
from deploy.local.issuer.people import people
from deploy.local.issuer.tokens import AUDIENCE, bearer

RATE = 200
"""Commands a second, beside those that are waited for."""
WARM_SECONDS, SEND_SECONDS, LOOK_SECONDS, ANSWERED_WITHIN = 3.0, 0.01, 0.1, 60.0
ASKED_MS = 1_000.0
FIRST = 1_000_001
"""The number of the first activity waited for: they and the one before have as many digits."""
WHO = NAMES[0]


async def measure(folder: Path, size: Size, log: list[Outgoing]) -> list[Figure]:
    async with on_servers(1, folder, synced=False) as campaign:
        campaign.log = log
        rounds = [await _round(campaign, size.requests) for _ in range(size.rounds)]
    name = f"a command until the API tells it, at {RATE}/s"
    return [figure(name, 1, "ms", rounds, "a second", [ASKED_MS] * len(rounds))]


async def _round(campaign: Campaign, count: int) -> float:
    await campaign.begin()
    with registry_of(campaign).start(), _reporting(campaign) as client:
        async with client, _load(campaign):
            await asyncio.sleep(WARM_SECONDS)
            return most([await _told(campaign, client, FIRST + n) for n in range(count)])


@contextmanager
def _reporting(campaign: Campaign) -> Iterator[httpx.AsyncClient]:
    """The service over a database of its own, asked by its office."""
    folder = campaign.folder
    with (
        parts.mongodb(folder / f"mongodb-{time.time_ns()}") as mongodb,
        parts.issuer(people(TOP, WHO), log=folder / "issuer.log") as issuer,
    ):
        env = {
            "NGAYSO_NATS_URL": campaign.url,
            "NGAYSO_MONGODB_URI": mongodb.url,
            "NGAYSO_OIDC_ISSUER": issuer.url,
            "NGAYSO_OIDC_AUDIENCE": AUDIENCE,
        }
        with parts.service("reporting", env, log=folder / "reporting.log") as service:
            headers = bearer(issuer.url, "tong-hop")
            yield httpx.AsyncClient(base_url=service.url, headers=headers, timeout=60)


@asynccontextmanager
async def _load(campaign: Campaign) -> AsyncIterator[None]:
    async def send() -> None:
        started, sent = time.perf_counter(), 0
        while True:
            wanted = int((time.perf_counter() - started) * RATE)
            await campaign.send(_declared(sent, wanted))
            sent = wanted
            await asyncio.sleep(SEND_SECONDS)

    sending = asyncio.create_task(send())
    try:
        yield
        if sending.done():
            sending.result()  # raises what ended it
    finally:
        sending.cancel()


def _declared(first: int, end: int) -> Sequence[Outgoing]:
    return [declaration(NAMES[1 + n % (len(NAMES) - 1)], n) for n in range(first, end)]


async def _told(campaign: Campaign, client: httpx.AsyncClient, number: int) -> float:
    """Milliseconds until it is told."""
    asked = {"unit": WHO, "after": f"{PLAN}/{WHO}/a-{number - 1}", "limit": "1"}
    started = time.perf_counter()
    await campaign.send([declaration(WHO, number)])
    async with asyncio.timeout(ANSWERED_WITHIN):
        while True:
            answer = await client.get(f"/api/plans/{PLAN}/activities", params=asked)
            if answer.is_success and answer.json()["items"]:
                return (time.perf_counter() - started) * 1_000
            await asyncio.sleep(LOOK_SECONDS)
