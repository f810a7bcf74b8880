"""Bench, reading: a campaign that is written to the log, and that the service itself projects."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.campaign.given import TOP, Outgoing
from bench.campaign.streams import Campaign, check, on_servers
from bench.reading.asked import FREEZE
from bench.reading.told import UNITS, Told
from contracts import topology
from contracts.envelope import encode_batch
from contracts.frozen import FrozenFile, FrozenFiles
from deploy.local import parts
from deploy.local.issuer.people import people
from deploy.local.issuer.tokens import AUDIENCE, bearer
from deploy.local.process import Process
from runtime.delivery import EXPECTED
from runtime.ports import Stored

LOOK_SECONDS = 0.5
LONG_SECONDS = 600
NO_FILES = FrozenFiles(files=[FrozenFile(form="json", sha256="0" * 64, size=1)])


@dataclass(frozen=True)
class Standing:
    """The service over a plan of which all that was said is in its views, and its issuer."""

    activities: int
    service: Process
    issuer: str
    frozen: FrozenFiles
    """The files of the plan's first snapshot."""


@asynccontextmanager
async def standing(folder: Path, activities: int, *, documents: bool) -> AsyncIterator[Standing]:
    """A plan with so many activities on servers of its own. It is frozen once: its files are made
    and kept where `documents` are asked for, else said to be.
    """
    async with AsyncExitStack() as stack:
        campaign = await stack.enter_async_context(on_servers(1, folder, synced=False))
        mongodb = stack.enter_context(parts.mongodb(folder / "mongodb"))
        issuer = parts.issuer(people(TOP, UNITS[0]), log=folder / "issuer.log")
        env = {
            "NGAYSO_NATS_URL": campaign.url,
            "NGAYSO_MONGODB_URI": mongodb.url,
            "NGAYSO_MONGODB_DATABASE": "bench",
            "NGAYSO_OIDC_ISSUER": stack.enter_context(issuer).url,
            "NGAYSO_OIDC_AUDIENCE": AUDIENCE,
        }
        await campaign.begin()
        reporting = parts.service("reporting", env, log=folder / "reporting.log")
        service, told = stack.enter_context(reporting), Told()
        await campaign.send(_outgoing(told.campaign(activities)))
        await _projected(campaign, service)
        made = await asyncio.to_thread(_made, service, issuer.url) if documents else NO_FILES
        await campaign.send(_outgoing([told.frozen(made)]))
        await _projected(campaign, service)
        yield Standing(activities, service, issuer.url, made)


def _outgoing(told: Iterable[Stored]) -> Iterable[Outgoing]:
    for one in told:
        headers = {
            EXPECTED: str(one.previous),
            f"{EXPECTED}-Subject": topology.lock_of(one.subject),
        }
        yield Outgoing(one.subject, encode_batch(one.events), headers)


def _made(service: Process, issuer: str) -> FrozenFiles:
    headers = bearer(issuer, FREEZE.who)
    with httpx.Client(base_url=service.url, timeout=LONG_SECONDS) as client:
        answer = client.post(FREEZE.address, headers=headers).raise_for_status()
    return FrozenFiles.model_validate(answer.json()["made"])


async def _projected(campaign: Campaign, service: Process) -> None:
    """Wait until all of the log is in the views."""
    durable = topology.REPORTING_PROJECT
    while True:
        check([service])
        info = await campaign.js.consumer_info(durable.stream, durable.name)
        if not info.num_pending and not info.num_ack_pending:
            return
        await asyncio.sleep(LOOK_SECONDS)
