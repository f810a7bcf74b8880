"""Chaos: one run by its seed: load, trouble meanwhile, and what must hold after it."""

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from runtime.jetstream.streams import declare
from tests.chaos import faults
from tests.chaos.checks import Seen, check
from tests.chaos.disks import Disk, disks
from tests.chaos.load import Load, connected
from tests.chaos.processes import THREE, Processes, running, stall

Trouble = Callable[[Processes], Awaitable[None]]
FULL_FOR = 5.0
"""Seconds."""
HEALED_WITHIN = 90.0
"""Seconds after which every command is acknowledged, once everything runs again."""


async def under_load(
    processes: Processes, seed: int, servers: int, seconds: float, trouble: Trouble
) -> Seen:
    """Set up, send for so long while there is trouble, let all come back, and look."""
    async with connected(processes.nats_url) as client:
        js = client.jetstream()
        await declare(js, replicas=servers)
        for one in processes.services.values():
            one.launch()
        for one in processes.services.values():
            one.wait_ready()
        load = Load(js, seed)
        await load.set_up()
        sending = asyncio.create_task(load.run(seconds))
        try:
            await trouble(processes)
            await asyncio.to_thread(processes.heal)
            async with asyncio.timeout(HEALED_WITHIN):
                await sending
        finally:
            sending.cancel()
        return await check(processes, js, load.acknowledged)


def kills_and_stalls(seed: int, servers: int, seconds: float) -> Seen:
    """Processes die and stall, one or two at a time."""

    async def trouble(processes: Processes) -> None:
        drawn = faults.draw(Random(seed), sorted(processes.victims), seconds)
        await faults.cause(drawn, processes)

    what = f"seed {seed}, {servers} server(s), {seconds:.0f} s"
    with _folder(what) as folder, running(folder, servers) as processes:
        return asyncio.run(under_load(processes, seed, servers, seconds, trouble))


def power_cut(seed: int, seconds: float) -> Seen:
    """All three servers lose power at once, under load: what was not on disk is gone."""
    with _folder(f"seed {seed}, power cut of three servers") as folder:
        mounts = [folder / f"nats/nats-{number}/jetstream" for number in range(THREE)]
        with disks(folder, mounts, megabytes=200) as stores, running(folder, THREE) as processes:

            async def trouble(processes: Processes) -> None:
                await asyncio.sleep(seconds / 2)
                await asyncio.to_thread(_cut, processes, stores)

            return asyncio.run(under_load(processes, seed, THREE, seconds, trouble))


def _cut(processes: Processes, stores: list[Disk]) -> None:
    servers = [one for name, one in processes.stores.items() if name != "mongodb"]
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
    with _folder(f"seed {seed}, full disk") as folder:
        mount = folder / "nats/jetstream"
        with disks(folder, [mount], megabytes=48) as [disk], running(folder, 1) as processes:

            async def trouble(processes: Processes) -> None:
                await asyncio.sleep(seconds / 3)
                await asyncio.to_thread(disk.fill)
                await asyncio.sleep(FULL_FOR)
                disk.make_room()
                processes.stores["nats"].kill()

            return asyncio.run(under_load(processes, seed, 1, seconds, trouble))


@contextmanager
def _folder(what: str) -> Iterator[Path]:
    """One of its own, which is left where something did not hold."""
    folder = Path(tempfile.mkdtemp(prefix="ngayso-chaos-"))
    print(f"{what}; {folder}", flush=True)
    yield folder
    shutil.rmtree(folder)
