"""Bench: what a fence around thousands of units costs: issuing, telling the servers, connecting.

Run by itself, as `python -m bench.access [UNITS]`: three servers, an account a unit, each connected
once. It takes a minute, 250 MB a server and as many open files as there are units.
"""

import asyncio
import resource
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import nats
from nats.aio.client import Client, RawCredentials

from cli.access.issuing import Issued, Said, grant
from contracts import fence
from contracts.permissions import TOPOLOGY, inbox_prefix
from deploy.local import parts
from deploy.local.parts import Cluster
from deploy.local.process import Process
from deploy.local.stack import quiet
from runtime.access import safe
from runtime.access.guard import Guard
from runtime.access.push import Pusher
from runtime.access.safe import ISSUER, Safe
from runtime.jetstream.streams import declare

UNITS = 3500
AT_ONCE = 50
MEGABYTE = 1024


def memory(server: Process) -> int:
    """What a server holds, in MB."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) // MEGABYTE


async def as_user(cluster: Cluster, keys: Safe, user: str) -> Client:
    file = str(keys.credentials(user))
    return await nats.connect(
        cluster.url.split(","), user_credentials=file, inbox_prefix=inbox_prefix(user)
    )


async def every(work: Callable[[Issued], Awaitable[object]], issued: list[Issued]) -> None:
    """Do something for each, some at once."""
    slots = asyncio.Semaphore(AT_ONCE)

    async def one(each: Issued) -> None:
        async with slots:
            await work(each)

    await asyncio.gather(*map(one, issued))


class Watch:
    """Says how long each step took."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def say(self, what: str) -> None:
        now = time.monotonic()
        print(f"{what:<48} {now - self._began:7.1f} s", flush=True)
        self._began = time.monotonic()


async def measure(count: int, keys: Safe, cluster: Cluster) -> None:
    topology = await as_user(cluster, keys, TOPOLOGY)
    await declare(topology.jetstream(), 3)
    print(f"memory of the servers before: {[memory(one) for one in cluster.members]} MB")
    watch, said = Watch(), Said("bench", datetime.now(UTC))
    signing, issued = keys.keys(), []
    for number in range(count):
        unit = f"unit-{number}"
        if (new := grant(signing, None, unit, {unit: ()}, said)) is not None:
            issued.append(new)
    watch.say(f"{count} accounts and files issued")
    pusher = Pusher(await as_user(cluster, keys, ISSUER), [signing.signing])
    await every(lambda one: pusher.push(one.record.claims), issued)
    watch.say("the servers told, each answered by all three")
    clients: list[Client] = []

    async def connect(one: Issued) -> None:
        file = RawCredentials(one.file or "")
        client = await nats.connect(cluster.url.split(","), user_credentials=file, error_cb=quiet)
        clients.append(client)
        name = one.record.name
        await client.jetstream().publish(fence.sent(name, "submit-report", name), b"{}", timeout=30)

    await every(connect, issued)
    watch.say("all connected, a command of each stored")
    print(f"memory of the servers: {[memory(one) for one in cluster.members]} MB")
    cluster.members[0].restart()
    watch.say("one server restarted and healthy")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else UNITS
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    with tempfile.TemporaryDirectory(prefix="ngayso-access-") as folder:
        keys = safe.make(Path(folder) / "auth")
        with parts.nats_cluster(Path(folder) / "nats", guard=Guard(keys)) as cluster:
            asyncio.run(measure(count, keys, cluster))


if __name__ == "__main__":
    main()
