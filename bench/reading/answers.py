"""Bench, reading: how long answers take with few activities in a plan, and with ten times as many.

The log is written, and the service projects it, as it is shipped, for each number into a database
of its own. Then it is asked for all that it tells, over HTTP (`asked.py`). Told is the time that 95
of 100 answers stay under; of a page, that of its first byte; of documents and files, the median of
the rounds. Memory is the most that the service held, first for all answers, then for each document.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from statistics import median

import httpx

from bench.campaign.given import TOP, Size
from bench.campaign.streams import on_servers
from bench.figures import Figure, figure
from bench.reading.asked import Ask, asked
from bench.reading.filled import Servers, projected, started, write
from bench.reading.told import UNITS
from bench.start import peak
from deploy.local import parts
from deploy.local.issuer.people import people
from deploy.local.issuer.tokens import bearer
from deploy.local.process import Process

Times = dict[str, list[float]]
"""By what is asked for, or MEMORY: a figure for each round."""
MEMORY = "memory of reporting"
MEMORY_DOCUMENTS = "memory of reporting, documents"


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


def one_round(service: Process, issuer: str, requests: int, asks: Sequence[Ask]) -> Times:
    """Each answer and page asked for so many times, each document and file once."""
    found: Times = {}
    tokens = {who: bearer(issuer, who) for who in {one.who for one in asks}}
    with httpx.Client(base_url=service.url, timeout=600) as client:
        for one in asks:
            way: Callable[..., float] = first_byte if one.kind == "page" else all_of_it
            times = requests if one.kind in ("answer", "page") else 1
            told = [way(client, one.address, tokens[one.who]) for _ in range(times)]
            found[one.name] = [most(told)]
    return found


def reset_peak(service: Process) -> None:
    """The most memory is counted anew from here on."""
    Path(f"/proc/{service.process.pid}/clear_refs").write_text("5")


def asked_of(service: Process, issuer: str, requests: int) -> Times:
    """One round of everything, with the memory it took: of answers, then of documents and files."""
    parts_of = {
        MEMORY: [one for one in asked() if one.kind in ("answer", "page")],
        MEMORY_DOCUMENTS: [one for one in asked() if one.kind in ("document", "file")],
    }
    found: Times = {}
    for name, asks in parts_of.items():
        reset_peak(service)
        found |= one_round(service, issuer, requests, asks)
        found[name] = [peak(service)]
    return found


@asynccontextmanager
async def servers_in(folder: Path) -> AsyncIterator[Servers]:
    async with AsyncExitStack() as stack:
        campaign = await stack.enter_async_context(on_servers(1, folder, synced=False))
        mongodb = stack.enter_context(parts.mongodb(folder / "mongodb"))
        issuer = parts.issuer(people(TOP, UNITS[0]), log=folder / "issuer.log")
        yield Servers(campaign, mongodb, stack.enter_context(issuer))


async def of(servers: Servers, activities: int, rounds: int, requests: int) -> Times:
    """Everything asked of a plan with so many activities, round by round."""
    name = f"bench-{activities}"
    await write(servers, activities)
    with started(servers, name, servers.campaign.folder / f"{name}.log") as service:
        await projected(servers, service)
        issuer = servers.issuer.url
        told = [await asyncio.to_thread(asked_of, service, issuer, requests) for _ in range(rounds)]
    return {one: [times[one][0] for times in told] for one in told[0]}


async def measure(folder: Path, size: Size) -> list[Figure]:
    less, more = size.read
    async with servers_in(folder) as servers:
        few = await of(servers, less, size.rounds, size.requests)
        many = await of(servers, more, size.rounds, size.requests)
    return list(_figures(f"{less:,} activities", few, f"{more:,} activities", many))


def _figures(less: str, few: Times, more: str, many: Times) -> Iterator[Figure]:
    """The slowest first, with many."""
    for name, values in sorted(many.items(), key=lambda one: -median(one[1])):
        unit = "MiB" if name.startswith(MEMORY) else "ms"
        yield figure(f"{name}, {more}", 0, unit, values, less, few[name])
