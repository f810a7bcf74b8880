"""Bench, reading: asks everything of two sizes of a plan, and says what is owed and not held.

python -m bench.reading FEW MANY; it ends with 1 where something is slower than it is owed, or grows
with the number of activities, or takes too much memory.
"""

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import structlog

from bench.reading.answers import MEMORY, Times, of, servers_in
from bench.reading.asked import OWED_MS, asked
from runtime.serve import collect_garbage_seldom

MOST_MIB, MOST_RATIO, SHORT_MS = 250.0, 1.2, 10.0
"""What takes less than SHORT_MS either way is not compared: it is the machine's own noise."""
ROUNDS, REQUESTS = 3, 20
ROW = "{:<34} {:>10} {:>10} {:>6} {:>9}  {}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.reading", description=__doc__)
    parser.add_argument("few", type=int)
    parser.add_argument("many", type=int)
    given = parser.parse_args()
    collect_garbage_seldom()
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    return asyncio.run(told(given.few, given.many))


async def told(few: int, many: int) -> int:
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before", file=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        async with servers_in(Path(folder)) as servers:
            less = await of(servers, few, ROUNDS, REQUESTS)
            more = await of(servers, many, ROUNDS, REQUESTS)
    print(ROW.format("ms, of memory MiB; medians", f"{few:,}", f"{many:,}", "ratio", "owed", ""))
    rows = list(_rows(less, more))
    for row in rows:
        print(ROW.format(*row))
    return int(any(row[-1] for row in rows))


def _rows(few: Times, many: Times) -> Iterator[tuple[str, str, str, str, str, str]]:
    owed = {one.name: OWED_MS.get(one.kind) for one in asked()}
    bounded = {one.name for one in asked() if one.kind in ("answer", "page")}
    for name, values in sorted(many.items(), key=lambda one: -median(one[1])):
        more, less = median(values), median(few[name])
        most = MOST_MIB if name.startswith(MEMORY) else owed[name]
        ratio, short = more / less, max(more, less) < SHORT_MS
        late = most is not None and more > most
        grows = name in bounded and ratio > MOST_RATIO and not short
        said = " ".join(word for word, so in (("OVER", late), ("GROWS", grows)) if so)
        limit = "" if most is None else f"{most:,.0f}"
        yield name, f"{less:,.1f}", f"{more:,.1f}", f"{ratio:.2f}", limit, said


if __name__ == "__main__":
    sys.exit(main())
