"""Bench, all: measures one thing after the other; run as python -m bench, --quick for a minute."""

import argparse
import asyncio
import os
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import structlog

from bench import decide, figures, history, project, start, sync
from bench.campaign.given import FULL, QUICK, Outgoing, Size
from bench.campaign.replicas import recorded
from bench.campaign.streams import on_servers
from bench.figures import Figure
from bench.reading import answers, fresh
from bench.sending import due, mail
from runtime.serve import collect_garbage_seldom


async def measured(size: Size, folder: Path) -> AsyncIterator[list[Figure]]:
    """The figures of one measurement after the other."""
    log: list[Outgoing] = []
    for servers in size.servers:
        yield await sync.measure(servers, folder / f"sync-{servers}", size)
        # Each as it is shipped: three servers acknowledge what is on the disk.
        async with on_servers(servers, folder / f"{servers}", synced=servers > 1) as campaign:
            log = campaign.log = log or await recorded(campaign)
            yield await decide.measure(campaign, size)
            yield await history.measure(campaign, size)
            if servers == 1:
                yield await start.measure(campaign, size)
    yield await project.measure(folder / "mongodb", size)
    yield await answers.measure(folder / "reading", size)
    yield await fresh.measure(folder / "fresh", size, log)
    yield await mail.measure(folder, size)
    async with on_servers(1, folder / "due", synced=False) as campaign:
        yield await due.measure(campaign, size)


async def bench(size: Size, out: Path) -> None:
    """Measure everything, print it as it comes, and write it to a file."""
    load, done = os.getloadavg()[0], list[Figure]()
    print(f"{os.cpu_count()} cores, load {load:.2f} before; median of {size.rounds}")
    print(figures.head(), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        async for some in measured(size, Path(folder)):
            done += some
            for one in some:
                print(figures.row(one), flush=True)
    figures.write(done, out, load)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller numbers and one round")
    quick: bool = parser.parse_args().quick
    collect_garbage_seldom()  # as every service does
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())  # the table stands alone
    asyncio.run(bench(QUICK if quick else FULL, figures.OUT))


if __name__ == "__main__":
    main()
