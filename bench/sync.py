"""Bench, sync: what it costs that an acknowledgement says "on the disk", by messages in flight.

Beside servers that write through to the disk every two minutes, which is nats-server's default and
loses what it acknowledged since when all of them lose power. Both run side by side, measured in
turn. A message is a fact about one of the units in turn; the expected sequence, which an append
would carry, costs the same on both.
"""

import asyncio
import time
from collections import defaultdict
from contextlib import AsyncExitStack
from itertools import cycle
from pathlib import Path

from bench.campaign.given import NAMES, Size, history
from bench.campaign.streams import Campaign, on_servers
from bench.figures import Figure, figure
from runtime.jetstream.publish import Publisher

IN_FLIGHT = (1, 10, 100)
LATER = "synced later"


async def stored(campaign: Campaign, in_flight: int, seconds: float) -> float:
    """Messages acknowledged a second, so many under way at any time."""
    publisher, count = Publisher(campaign.broker), 0
    facts = cycle([next(history(name, 1, 1)) for name in NAMES])
    started = time.perf_counter()

    async def one_after_the_other() -> None:
        nonlocal count
        while time.perf_counter() - started < seconds:
            fact = next(facts)
            await publisher.publish(fact.subject, fact.data)
            count += 1

    await asyncio.gather(*(one_after_the_other() for _ in range(in_flight)))
    return count / (time.perf_counter() - started)


async def measure(servers: int, folder: Path, size: Size) -> list[Figure]:
    rates = defaultdict[tuple[int, bool], list[float]](list)
    async with AsyncExitStack() as stack:
        campaigns = {
            synced: await stack.enter_async_context(
                on_servers(servers, folder / f"{synced}", synced=synced)
            )
            for synced in (False, True)
        }
        for campaign in campaigns.values():
            await campaign.begin()
        for _ in range(size.rounds):
            for in_flight in IN_FLIGHT:
                for synced, campaign in campaigns.items():
                    rate = await stored(campaign, in_flight, size.seconds)
                    rates[in_flight, synced].append(rate)
    return [
        figure(f"stored, {n} in flight", servers, "/s", rates[n, True], LATER, rates[n, False])
        for n in IN_FLIGHT
    ]
