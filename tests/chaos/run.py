"""Chaos: one run by its seed: load, trouble meanwhile, and what must hold after it."""

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any, Literal

import httpx
import pymongo
import yaml

from cli.operate.report import CONFIRM
from deploy.local.stack import Stack
from tests.chaos import faults
from tests.chaos.campaign import COMMUNES, PLAN, contacts, units
from tests.chaos.checks import LOOK_AGAIN, Seen, check
from tests.chaos.disks import Disk, disks
from tests.chaos.load import Load, connected
from tests.chaos.processes import THREE, heal, stack_in, stall, victims
from tests.registry.plans import OFFICE

Trouble = Callable[[Stack], Awaitable[None]]
FULL_FOR = 5.0
"""Seconds."""
HEALED_WITHIN = 90.0
"""Seconds after which every command is acknowledged, once everything runs again."""


def under_load(stack: Stack, seed: int, seconds: float, trouble: Trouble) -> Seen:
    """Set up, send for so long while there is trouble, let all come back, and look."""
    _found(stack)
    return asyncio.run(_under_load(stack, seed, seconds, trouble))


def _found(stack: Stack) -> None:
    """Start everything; the operator imports units and contacts and publishes the plan."""
    folder = stack.data.parent
    people = [one.model_dump(mode="json", exclude_none=True) for one in contacts()]
    for name, told in (("units", units()), ("contacts", people), ("plan", PLAN)):
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(told, allow_unicode=True))
    stack.start([folder / "units.yaml"])
    operator = stack.operator()
    operator.run("units", "import", str(folder / "units.yaml"))
    operator.run("contacts", "import", str(folder / "contacts.yaml"))
    operator.run("plan", "publish", str(folder / "plan.yaml"), "--yes")


async def _under_load(stack: Stack, seed: int, seconds: float, trouble: Trouble) -> Seen:
    async with connected(stack, [OFFICE, *COMMUNES]) as clients:
        load = Load(clients, seed)
        sending = asyncio.create_task(load.run(seconds))
        try:
            await trouble(stack)
            await asyncio.to_thread(heal, stack)
            async with asyncio.timeout(HEALED_WITHIN):
                await sending
        finally:
            sending.cancel()
    return await check(stack, load.acknowledged)


def kills_and_stalls(seed: int, members: Literal[1, 3], seconds: float) -> Seen:
    """Processes die and stall, one or two at a time."""

    async def trouble(stack: Stack) -> None:
        hit = victims(stack)
        await faults.cause(faults.draw(Random(seed), sorted(hit), seconds), hit)

    what = f"seed {seed}, {members} server(s), {seconds:.0f} s"
    with _folder(what) as folder, stack_in(folder, members) as stack:
        return under_load(stack, seed, seconds, trouble)


def power_cut(seed: int, seconds: float) -> Seen:
    """All three servers lose power at once, under load: what was not on disk is gone."""
    with _folder(f"seed {seed}, power cut of three servers") as folder:
        mounts = [folder / f"data/nats/nats-{number}/jetstream" for number in range(THREE)]
        with disks(folder, mounts) as stores, stack_in(folder, THREE) as stack:

            async def trouble(stack: Stack) -> None:
                await asyncio.sleep(seconds / 2)
                await asyncio.to_thread(_cut, stack, stores)

            return under_load(stack, seed, seconds, trouble)


def _cut(stack: Stack, stores: list[Disk]) -> None:
    servers = [one for name, one in stack.servers.items() if name.startswith("nats")]
    for server in servers:
        stall(server)
    for store in stores:
        store.cut()
    for server in servers:
        server.kill()
    for store in stores:
        store.detach()
        store.attach()


def full_disk(seed: int, seconds: float) -> Seen:
    """The log's disk runs full under load; room is made, and its server started again."""
    with (
        _folder(f"seed {seed}, full disk") as folder,
        disks(folder, [folder / "data/nats/jetstream"]) as [disk],
        stack_in(folder, 1) as stack,
    ):

        async def trouble(stack: Stack) -> None:
            await asyncio.sleep(seconds / 3)
            await asyncio.to_thread(disk.fill)
            await asyncio.sleep(FULL_FOR)
            disk.make_room()
            stack.servers["nats"].kill()

        return under_load(stack, seed, seconds, trouble)


def dropped_views(seed: int, seconds: float) -> Seen:
    """The database of the views is dropped under load; who is told to rebuild does so."""
    with _folder(f"seed {seed}, dropped views") as folder, stack_in(folder, 1) as stack:

        async def trouble(stack: Stack) -> None:
            await asyncio.sleep(seconds / 2)
            with pymongo.MongoClient[dict[str, Any]](stack.servers["mongodb"].url) as client:
                client.drop_database("ngayso")
            url, headers = stack.services["reporting"].url, stack.bearer()
            async with httpx.AsyncClient(base_url=url, headers=headers, timeout=20) as api:
                async with asyncio.timeout(HEALED_WITHIN):
                    while (await api.get("/api/views")).json().get("apart") != "view-empty":
                        await asyncio.sleep(LOOK_AGAIN)
                    (await api.post("/api/views/rebuild", headers=CONFIRM)).raise_for_status()
                    while (said := (await api.get("/api/views")).json())["filling"]:
                        await asyncio.sleep(LOOK_AGAIN)
            assert said.get("apart") is None

        return under_load(stack, seed, seconds, trouble)


@contextmanager
def _folder(what: str) -> Iterator[Path]:
    """One of its own, which is left where something did not hold."""
    folder = Path(tempfile.mkdtemp(prefix="ngayso-chaos-"))
    print(f"{what}; {folder}", flush=True)
    yield folder
    shutil.rmtree(folder)
