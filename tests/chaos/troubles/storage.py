"""Chaos, troubles: the power goes at once everywhere, and a disk that is full."""

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path
from random import Random

from deploy.local.stack import Stack
from tests.chaos.checks import Seen
from tests.chaos.disks import Disk, disks
from tests.chaos.load import Load
from tests.chaos.processes import Members, stack_in, stall, victims
from tests.chaos.run import folder_of, under_load

FULL_FOR = 5.0
"""Seconds."""


def power_cut(seed: int, seconds: float) -> Seen:
    """Everything loses power at once, under load: what was not on disk is gone. That is all that
    three servers keep, accounts as well as streams, the views, and the ring of contacts' keys.
    """
    with folder_of(f"seed {seed}, power cut of three servers") as folder:
        data = folder / "data"
        kept = [*_members(folder, 3), data / "mongodb", data / "contacts/ring"]
        with disks(folder, kept) as stores, stack_in(folder, 3) as stack:

            async def trouble(stack: Stack, _: Load) -> None:
                # NATS leaves it to the system when an account that it was told is on disk.
                await asyncio.to_thread(os.sync)
                await asyncio.sleep(seconds / 2)
                await asyncio.to_thread(_cut, stack, stores)

            return under_load(stack, seed, seconds, trouble)


def _cut(stack: Stack, stores: Sequence[Disk]) -> None:
    everything = victims(stack).values()
    deployed = {path: path.read_text() for path in stack.data.glob("nats/*/nats.conf")}
    for one in everything:
        stall(one)
    for store in stores:
        store.cut()
    for one in everything:
        one.kill()
    for store in stores:
        store.detach()
        store.attach()
    for path, config in deployed.items():
        path.write_text(config)


def full_disk(seed: int, seconds: float, members: Members) -> Seen:
    """The disk of the one server, or of one of three, runs full under load; room is made, and the
    server started again.
    """
    with folder_of(f"seed {seed}, full disk of one of {members} server(s)") as folder:
        kept = [one / "jetstream" for one in _members(folder, members)]
        with disks(folder, kept) as stores, stack_in(folder, members) as stack:

            async def trouble(stack: Stack, _: Load) -> None:
                await asyncio.sleep(seconds / 3)
                one = Random(seed).randrange(members)
                await asyncio.to_thread(stores[one].fill)
                await asyncio.sleep(FULL_FOR)
                stores[one].make_room()
                stack.servers["nats" if members == 1 else f"nats-{one}"].kill()

            return under_load(stack, seed, seconds, trouble)


def _members(folder: Path, members: Members) -> list[Path]:
    """What each server keeps."""
    kept = folder / "data/nats"
    return [kept] if members == 1 else [kept / f"nats-{number}" for number in range(members)]
