"""Bench, reading: a campaign that is written to the log, and that the service itself projects."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.campaign.given import Outgoing
from bench.campaign.streams import Campaign, check
from bench.reading.told import Told
from contracts import topology
from contracts.envelope import encode_batch
from deploy.local import parts
from deploy.local.issuer.tokens import AUDIENCE
from deploy.local.process import Process
from runtime.delivery import EXPECTED
from runtime.ports import Stored

LOOK_SECONDS = 0.5


@dataclass(frozen=True)
class Servers:
    """What stands around the service."""

    campaign: Campaign
    mongodb: Process
    issuer: Process


def _outgoing(told: Iterator[Stored]) -> Iterator[Outgoing]:
    for one in told:
        headers = {
            EXPECTED: str(one.previous),
            f"{EXPECTED}-Subject": topology.lock_of(one.subject),
        }
        yield Outgoing(one.subject, encode_batch(one.events), headers)


@contextmanager
def started(servers: Servers, name: str, log: Path) -> Iterator[Process]:
    """The service, as it is shipped, over a database of this name."""
    env = {
        "NGAYSO_NATS_URL": servers.campaign.url,
        "NGAYSO_MONGODB_URI": servers.mongodb.url,
        "NGAYSO_MONGODB_DATABASE": name,
        "NGAYSO_OIDC_ISSUER": servers.issuer.url,
        "NGAYSO_OIDC_AUDIENCE": AUDIENCE,
    }
    with parts.service("reporting", env, log=log) as service:
        yield service


async def write(servers: Servers, activities: int) -> None:
    await servers.campaign.begin()
    await servers.campaign.send(_outgoing(Told().campaign(activities)))


async def projected(servers: Servers, service: Process) -> None:
    """Wait until all of the log is in the views."""
    durable = topology.REPORTING_PROJECT
    while True:
        check([service])
        info = await servers.campaign.js.consumer_info(durable.stream, durable.name)
        if not info.num_pending and not info.num_ack_pending:
            return
        await asyncio.sleep(LOOK_SECONDS)
