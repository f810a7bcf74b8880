"""Bench, reading: how long answers take with few activities in a plan, and with ten times as many.

The log is written, and the service projects it, as it is shipped, for each number on servers of its
own. Then both are asked round by round for all that they tell, over HTTP (`asked.py`); of a page
the time of its first byte is taken. Memory is the most that the service held, first for all
answers, then for each document.
"""

import asyncio
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median
from typing import Final, Literal, get_args

import httpx

from bench.campaign.given import Size
from bench.figures import Figure, figure
from bench.reading.asked import SOON, Ask, Kind, asked
from bench.reading.filled import LONG_SECONDS, Standing, standing
from bench.start import peak
from deploy.local.issuer.tokens import bearer
from deploy.local.process import Process

MEMORY: Final = "memory"
ANSWERS = "memory of reporting"
LEAST = "report .json"
"""The document that takes least to write."""
What = tuple[Kind | Literal["memory"], str]
Times = dict[What, list[list[float]]]
"""By kind and name of what is asked for, or MEMORY: what was seen, round by round."""
KINDS: Collection[Kind] = get_args(Kind)


def first_byte(client: httpx.Client, one: Ask, headers: Mapping[str, str]) -> float:
    """Milliseconds until it comes; the rest is read after that."""
    started = time.perf_counter()
    with client.stream("GET", one.address, headers=headers) as answer:
        pieces = answer.iter_raw()
        next(pieces)
        milliseconds = (time.perf_counter() - started) * 1_000
        for _ in pieces:
            pass
        answer.raise_for_status()
    return milliseconds


def all_of_it(client: httpx.Client, one: Ask, headers: Mapping[str, str]) -> float:
    method = "POST" if one.kind == "freeze" else "GET"
    started = time.perf_counter()
    client.request(method, one.address, headers=headers).raise_for_status()
    return (time.perf_counter() - started) * 1_000


def most(seen: Iterable[float]) -> float:
    """What 95 of 100 do not exceed."""
    ordered = sorted(seen)
    return ordered[-(-len(ordered) * 95 // 100) - 1]


def one_round(
    standing: Standing, requests: int, asks: Sequence[Ask]
) -> Iterator[tuple[What, list[float]]]:
    """Each answer and page asked for so many times, all else once."""
    tokens = {who: bearer(standing.issuer, who) for who in {one.who for one in asks}}
    with httpx.Client(base_url=standing.service.url, timeout=LONG_SECONDS) as client:
        for one in asks:
            way: Callable[..., float] = first_byte if one.kind == "page" else all_of_it
            times = requests if one.kind in SOON else 1
            seen = [way(client, one, tokens[one.who]) for _ in range(times)]
            yield (one.kind, one.name), seen


def reset_peak(service: Process) -> None:
    """The most memory is counted anew from here on."""
    Path(f"/proc/{service.process.pid}/clear_refs").write_text("5")


def asked_of(
    standing: Standing, requests: int, kinds: Collection[Kind]
) -> list[tuple[What, list[float]]]:
    """One round of these kinds, with the memory it took: of answers, then of all else."""
    asks = [one for one in asked(standing.frozen) if one.kind in kinds]
    parts_of = {
        ANSWERS: [one for one in asks if one.kind in SOON],
        f"{ANSWERS}, documents": [one for one in asks if one.kind not in SOON],
    }
    seen: list[tuple[What, list[float]]] = []
    for name, part in parts_of.items():
        if part:
            reset_peak(standing.service)
            seen += one_round(standing, requests, part)
            seen.append(((MEMORY, name), [peak(standing.service)]))
    return seen


async def of(
    folder: Path, sizes: Mapping[int, Collection[Kind]], rounds: int, requests: int
) -> list[Times]:
    """For each number of activities what is asked of these kinds: of one after the other in each
    round, so that a machine that is slow for a while is slow for both.
    """
    async with AsyncExitStack() as stack:
        stands = [
            await stack.enter_async_context(
                standing(folder / f"{number}", number, documents="document" in kinds)
            )
            for number, kinds in sizes.items()
        ]
        found: list[Times] = [defaultdict(list) for _ in stands]
        for number in range(rounds):
            print(f"round {number + 1} of {rounds}", file=sys.stderr)
            for one, times in zip(stands, found, strict=True):
                kinds = sizes[one.activities]
                for what, values in await asyncio.to_thread(asked_of, one, requests, kinds):
                    times[what].append(values)
    return found


async def measure(folder: Path, size: Size) -> list[Figure]:
    """Documents of the many activities alone: what one takes is compared with the least of them."""
    less, more = size.read
    few, many = await of(folder, {less: SOON, more: KINDS}, size.rounds, size.requests)
    return list(_figures(f"{less:,} activities", few, f"{more:,} activities", many))


def _figures(less: str, few: Times, more: str, many: Times) -> Iterator[Figure]:
    """The slowest first, with many; of each round what 95 of 100 do not exceed."""
    told = {what: [most(seen) for seen in rounds] for what, rounds in many.items()}
    for what, values in sorted(told.items(), key=lambda one: -median(one[1])):
        kind, name = what
        unit, against, base = "ms", less, few.get(what)
        if kind == MEMORY:
            unit, base = "MiB", few[MEMORY, ANSWERS]
        elif base is None:
            against, base = LEAST, many["document", LEAST]
        yield figure(f"{name}, {more}", 0, unit, values, against, [most(seen) for seen in base])
